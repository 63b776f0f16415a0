import type { DatabaseVerification, Failure, VerifyFinding } from '../../commands/verify/report.ts'
import { firstLine, printable, shorten } from '../../support/text.ts'
import { inFront } from '../log-reporter.ts'
import { relativeToHere } from '../report-error.ts'
import type { Paint } from '../terminal.ts'
import { formatDifference } from './difference.ts'

const longestStatement = 300

/** A report for people: a line for each revision that doesn't come back, what is wrong below it. Empty where all do. */
export function formatVerification(
  { database, findings, declaration }: DatabaseVerification,
  paint: Paint,
  options: { strict: boolean },
): readonly string[] {
  const lines = findings.flatMap((finding) => [
    `${titleOf(finding, paint)}: ${what(finding, paint, options.strict)}`,
    ...details(finding).map((line) => `  ${line}`),
  ])
  const differing =
    declaration.kind === 'differs'
      ? [
          `declared schema: ${paint.error('not what the revisions make')}`,
          ...declaration.differences.map((one) => `  ${formatDifference(one)}`),
        ]
      : []
  return [...lines, ...differing].map((line) => inFront(database) + line)
}

/** `12 revisions: 10 come back, 1 does not, 1 is irreversible; the declared schema is what they make`. */
export function summaryOf({
  database,
  checked,
  applied,
  findings,
  declaration,
}: DatabaseVerification): string {
  const irreversible = findings.filter(({ kind }) => kind === 'irreversible').length
  const stuck = findings.filter(({ kind }) => kind === 'upgrade-failed').length
  const bad = findings.length - irreversible - stuck
  // One that can't be applied is the last that was looked at, and may be none of those that were to be checked.
  const good = checked.filter((id) => !findings.some(({ revision }) => revision === id)).length
  const parts = [
    `${good} ${good === 1 ? 'comes' : 'come'} back`,
    bad > 0 && `${bad} ${bad === 1 ? 'does' : 'do'} not`,
    irreversible > 0 && `${irreversible} ${irreversible === 1 ? 'is' : 'are'} irreversible`,
    stuck > 0 && `${stuck} can't be applied, and nothing was tried behind it`,
  ].filter((part) => part !== false)
  const beside = applied.filter((id) => !checked.includes(id)).length
  const count = `${checked.length} ${checked.length === 1 ? 'revision' : 'revisions'}`
  const only = beside > 0 ? ` (${beside} before only applied)` : ''
  return printable(`${inFront(database)}${count}${only}: ${parts.join(', ')}; ${ofDeclaration(declaration)}`)
}

function ofDeclaration(declaration: DatabaseVerification['declaration']): string {
  switch (declaration.kind) {
    case 'same':
      return 'the declared schema is what they make'
    case 'differs':
      return 'the declared schema is not what they make'
    case 'skipped':
      return `no declared schema is compared: ${declaration.reason}`
    default:
      return declaration satisfies never
  }
}

function titleOf({ revision, message }: VerifyFinding, paint: Paint): string {
  const text = printable(firstLine(message))
  return text === '' || text === revision
    ? paint.id(printable(revision))
    : `${paint.id(printable(revision))}, ${text}`
}

function what(finding: VerifyFinding, paint: Paint, strict: boolean): string {
  switch (finding.kind) {
    case 'irreversible': {
      const text = `irreversible: ${printable(firstLine(finding.reason))}`
      return strict ? paint.error(text) : paint.warning(text)
    }
    case 'not-restored':
      return paint.error('after its downgrade, not as before its upgrade')
    case 'not-repeatable':
      return paint.error(
        finding.failure === undefined
          ? 'its second upgrade, after the downgrade, makes another schema'
          : 'its second upgrade, after the downgrade, fails',
      )
    case 'downgrade-failed':
      return paint.error('its downgrade fails')
    case 'upgrade-failed':
      return paint.error('its upgrade fails')
    default:
      return finding satisfies never
  }
}

function details(finding: VerifyFinding): readonly string[] {
  switch (finding.kind) {
    case 'irreversible':
      return []
    case 'not-restored':
      return finding.differences.map(formatDifference)
    case 'not-repeatable':
      return [...finding.differences.map(formatDifference), ...failureLines(finding.failure)]
    case 'downgrade-failed':
    case 'upgrade-failed':
      return failureLines(finding.failure)
    default:
      return finding satisfies never
  }
}

function failureLines(failure: Failure | undefined): readonly string[] {
  if (failure === undefined) return []
  const { message, hint, place, statement } = failure
  const told = [
    message,
    place !== undefined && `at ${relativeToHere(place)}`,
    statement !== undefined && `statement: ${shorten(statement, longestStatement)}`,
    `hint: ${hint}`,
  ]
  return told.flatMap((text) =>
    text === false ? [] : printable(text).replaceAll('\n', '\n       ').split('\n'),
  )
}
