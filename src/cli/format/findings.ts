import type { LintFinding, LintReport } from '../../commands/lint/report.ts'
import type { Level } from '../../lint/finding.ts'
import { levels } from '../../lint/finding.ts'
import { printable } from '../../support/text.ts'
import { relativeToHere } from '../report-error.ts'
import type { Paint } from '../terminal.ts'

/** Where a rule is explained, in the package as a project has it. */
export function linkOf(code: string): string {
  return `node_modules/tsmig/docs/lint.md#${code}`
}

/** Findings for people: where and what, and below it the safe spelling and the link. Empty where there are none. */
export function formatFindings(findings: readonly LintFinding[], paint: Paint): string {
  return findings.map((one) => `${lines(one, paint).join('\n')}\n`).join('')
}

function lines(
  { code, level, place, revision, message, safe, database }: LintFinding,
  paint: Paint,
): readonly string[] {
  const where = place === undefined ? revision : `${relativeToHere(place.file)}:${place.line}:${place.column}`
  const of = database === undefined ? '' : `${database}: `
  return [
    `${paint.id(printable(where))}: ${of}${painted(level, paint)} ${paint.mark(code)}: ${printable(message)}`,
    `  instead: ${printable(safe)}`,
    `  ${paint.faint(linkOf(code))}`,
  ]
}

function painted(level: Level, paint: Paint): string {
  switch (level) {
    case 'error':
      return paint.error(level)
    case 'warning':
      return paint.warning(level)
    case 'note':
      return paint.faint(level)
    default:
      return level satisfies never
  }
}

/** `fixed versions/a1_.ts:14:12: index-not-concurrent` */
export function fixedLines({ fixed = [] }: LintReport): readonly string[] {
  return fixed.flatMap(({ path, fixes }) =>
    fixes.map(({ code, place: { line, column } }) =>
      printable(`fixed ${relativeToHere(path)}:${line}:${column}: ${code}`),
    ),
  )
}

/** `3 revisions, by PostgreSQL 15.4: 1 error, 2 warnings` */
export function lintSummary({ revisions, findings, servers }: LintReport): string {
  const counts = levels.toReversed().flatMap((level) => {
    const count = findings.filter((one) => one.level === level).length
    return count === 0 ? [] : `${count} ${count === 1 ? level : `${level}s`}`
  })
  const by = servers
    .map(({ name, version, asked, database }) => {
      const where = database === undefined ? '' : ` in ${database}`
      return `${titles[name]} ${version.join('.')}${where}${asked ? '' : ', not asked'}`
    })
    .join('; ')
  const count = `${revisions.length} ${revisions.length === 1 ? 'revision' : 'revisions'}`
  return `${count}, by the rules for ${by}: ${counts.length === 0 ? 'nothing dangerous' : counts.join(', ')}`
}

const titles = { postgres: 'PostgreSQL', mysql: 'MySQL', mariadb: 'MariaDB', sqlite: 'SQLite' } as const
