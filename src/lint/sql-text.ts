/** The words that SQL text begins with, in upper case, without comments: enough to tell what it does. */
export function sqlWords(sql: string): string {
  return sql
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toUpperCase()
}

/** Whether it changes rows. */
export function changesRows(sql: string): boolean {
  return /^(?:WITH\b.*\b)?(?:INSERT|UPDATE|DELETE|MERGE|REPLACE INTO|COPY|TRUNCATE)\b/.test(sqlWords(sql))
}

/** Whether a default is computed for each row: then the table is written anew. */
export function isVolatile(expression: string): boolean {
  const stable =
    /\b(?:now|current_timestamp|current_date|current_time|localtimestamp|localtime|statement_timestamp|transaction_timestamp|current_user|session_user)\b(?:\s*\(\s*\d*\s*\))?/gi
  const rest = expression.replace(/'(?:[^']|'')*'/g, '').replace(stable, '')
  return /[a-z_][a-z0-9_]*\s*\(/i.test(
    rest.replace(
      /\b(?:numeric|varchar|char|timestamp|coalesce|array|make_date|to_jsonb|jsonb_build_object|jsonb_build_array|lower|upper|abs)\s*\(/gi,
      '',
    ),
  )
}
