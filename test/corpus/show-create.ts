import type { MariadbDatabase } from '../support/mariadb.ts'

/**
 * What the server's SHOW CREATE says of all that a database holds, sorted. Left out is what is no schema (counters,
 * who defined it) and what says nothing: the order of keys, and words for what holds anyway.
 */
export async function showCreateAll({ name: database, query }: MariadbDatabase): Promise<readonly string[]> {
  const names = (sql: string) => query(sql).then((rows) => rows.map((row) => String(row.name)))
  const shown = async (kind: string, sql: string): Promise<readonly string[]> => {
    const texts: string[] = []
    for (const name of await names(sql)) {
      const [row = {}] = await query(`SHOW CREATE ${kind} \`${name.replaceAll('`', '``')}\``)
      const [, text] = Object.entries(row).find(([key]) => /^(?:Create |SQL Original)/.test(key)) ?? []
      texts.push(normalised(kind, `${kind} ${name}\n${String(text)}`.replaceAll(`\`${database}\`.`, '')))
    }
    return texts
  }
  const tables = 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()'
  const routines =
    'SELECT routine_name AS name FROM information_schema.routines WHERE routine_schema = DATABASE()'
  return [
    ...(await shown('TABLE', `${tables} AND table_type NOT IN ('VIEW', 'SEQUENCE')`)),
    ...(await shown('VIEW', `${tables} AND table_type = 'VIEW'`)),
    ...(await shown('SEQUENCE', `${tables} AND table_type = 'SEQUENCE'`)),
    ...(await shown('FUNCTION', `${routines} AND routine_type = 'FUNCTION'`)),
    ...(await shown('PROCEDURE', `${routines} AND routine_type = 'PROCEDURE'`)),
    ...(await shown(
      'TRIGGER',
      'SELECT trigger_name AS name FROM information_schema.triggers WHERE trigger_schema = DATABASE()',
    )),
    ...(await shown(
      'EVENT',
      'SELECT event_name AS name FROM information_schema.events WHERE event_schema = DATABASE()',
    )),
  ].sort()
}

function normalised(kind: string, text: string): string {
  const plain = text.replace(/ DEFINER=`[^`]*`@`[^`]*`/, '')
  switch (kind) {
    case 'TABLE':
      return tableText(plain)
    case 'TRIGGER':
      // Between CREATE and the body stand the words of whoever made it.
      return plain.replace(/\bCREATE[\s\S]*?FOR EACH ROW\s*(?:FOLLOWS \S+\s*)?/i, '')
    case 'FUNCTION':
    case 'PROCEDURE':
      // So do the parameters: what they are is compared in the snapshots.
      return plain.replace(
        /\([\s\S]*?\)(?=\s*(?:RETURNS|READS|MODIFIES|DETERMINISTIC|COMMENT|SQL|BEGIN))/i,
        '()',
      )
    default:
      return plain
  }
}

function tableText(text: string): string {
  const lines = text
    .replace(/ AUTO_INCREMENT=\d+/, '')
    .replaceAll(/ ON (?:DELETE|UPDATE) (?:NO ACTION|RESTRICT)/g, '')
    .replaceAll(/ USING BTREE/g, '')
    .split('\n')
  const isKey = (line: string) =>
    /^ {2}(?:PRIMARY |UNIQUE |FULLTEXT |SPATIAL )?KEY |^ {2}CONSTRAINT /.test(line)
  const keys = lines.filter(isKey).map((line) => line.replace(/,$/, ''))
  return [...lines.filter((line) => !isKey(line)).map((line) => line.replace(/,$/, '')), ...keys.sort()].join(
    '\n',
  )
}
