import { pathToFileURL } from 'node:url'
import type { LintFinding, LintReport } from '../../commands/lint/report.ts'
import { rules } from '../../lint/rules/rules.ts'
import { packageVersion } from '../../support/package-version.ts'
import { printable } from '../../support/text.ts'
import { relativeToHere } from '../report-error.ts'
import { linkOf } from './findings.ts'

/** A report as SARIF 2.1.0, which code scanning reads: the rules that found something, and what they found. */
export function findingsAsSarif({ findings }: LintReport): string {
  const codes = [...new Set(findings.map(({ code }) => code))]
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'tsmig',
            semanticVersion: packageVersion(),
            rules: codes.map(ruleInSarif),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((one) => resultInSarif(one, codes.indexOf(one.code))),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

function ruleInSarif(id: string) {
  const rule = rules.find(({ code }) => code === id)
  if (rule === undefined) return { id }
  return {
    id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.reason },
    help: { text: `Instead: ${rule.safe}\n${linkOf(id)}` },
    defaultConfiguration: { level: rule.level },
  }
}

function resultInSarif(finding: LintFinding, ruleIndex: number) {
  const { code, level, place, revision, message, safe, database } = finding
  const of = database === undefined ? '' : `${database}: `
  return {
    ruleId: code,
    ruleIndex,
    level,
    message: { text: printable(`${of}${message}. Instead: ${safe}`) },
    locations:
      place === undefined
        ? [{ logicalLocations: [{ name: printable(revision), kind: 'module' }] }]
        : [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(place.file) },
                region: { startLine: place.line, startColumn: place.column },
              },
            },
          ],
  }
}

/** Seen from here where the file lies below, which code scanning matches with the repository; else the whole. */
function uriOf(file: string): string {
  const here = relativeToHere(file)
  return here === file ? pathToFileURL(file).href : here.split(/[\\/]/).map(encodeURIComponent).join('/')
}
