import { rules } from '../../src/lint/rules/rules.ts'

const titles = { postgres: 'PostgreSQL', mysql: 'MySQL', mariadb: 'MariaDB', sqlite: 'SQLite' } as const

/** The part of docs/lint.md about the rules: a table of all, and a section for each. */
export function rulesDocument(): string {
  const rows = rules.map(
    ({ code, level, servers, title, fixes }) =>
      `| [\`${code}\`](#${code}) | ${title} | ${level} | ${serversInWords(servers)} | ${fixes ? 'yes' : ''} |`,
  )
  const sections = rules.map(
    ({ code, title, reason, safe }) =>
      `### ${code}\n\n${capital(title)}. ${reason}\n\nInstead: ${spelled(safe)}\n`,
  )
  return [
    '| rule | finds | level | on | `--fix` |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    sections.join('\n'),
  ].join('\n')
}

function serversInWords(servers: readonly (keyof typeof titles)[]): string {
  return servers.length === Object.keys(titles).length
    ? 'all'
    : servers.map((name) => titles[name]).join(', ')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Code stands as code, where it is nothing else. */
function spelled(safe: string): string {
  return /^(?:op|t)\.[^ ]/.test(safe) && !/, (?:then|which|for|or|and|with) /.test(safe)
    ? `\`${safe}\``
    : `${safe}.`
}
