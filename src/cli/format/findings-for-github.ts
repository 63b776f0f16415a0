import type { LintFinding } from '../../commands/lint/report.ts'
import type { Level } from '../../lint/finding.ts'
import { printable } from '../../support/text.ts'
import { relativeToHere } from '../report-error.ts'
import { linkOf } from './findings.ts'

/** Findings as workflow commands of GitHub Actions, which shows them in the diff of a pull request. */
export function findingsForGithub(findings: readonly LintFinding[]): string {
  return findings.map((one) => `${command(one)}\n`).join('')
}

function command({ code, level, place, revision, message, safe, database }: LintFinding): string {
  const properties = {
    ...(place !== undefined && {
      file: relativeToHere(place.file),
      line: String(place.line),
      col: String(place.column),
    }),
    title: code,
  }
  const list = Object.entries(properties).map(([name, value]) => `${name}=${propertyText(value)}`)
  const of = database === undefined ? '' : `${database}: `
  const where = place === undefined ? `${revision}: ` : ''
  const text = `${of}${where}${message}\nInstead: ${safe}\n${linkOf(code)}`
  return `::${commands[level]} ${list.join(',')}::${dataText(text)}`
}

const commands: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', note: 'notice' }

/** A line break would begin a command of its own. */
function dataText(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function propertyText(text: string): string {
  return dataText(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
