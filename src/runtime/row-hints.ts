/** What to do where rows and a constraint don't agree: the statement that was refused wrote the one or the other. */
export function hintForRows(sql: string, code: string | undefined): string | undefined {
  const written = writesRows(sql)
  switch (code) {
    case '23502':
    case 'SQLITE_CONSTRAINT_NOTNULL':
    case 'ER_BAD_NULL_ERROR':
    case 'ER_INVALID_USE_OF_NULL':
      return written
        ? 'The column takes no NULL: write a value there.'
        : 'Rows have no value there: give them one before, with op.execute, or give the column a default.'
    case '23505':
    case 'SQLITE_CONSTRAINT_UNIQUE':
    case 'SQLITE_CONSTRAINT_PRIMARYKEY':
    case 'ER_DUP_ENTRY':
      return written
        ? 'Another row has that already, and it has to be unique: write another value, or mend the other row before.'
        : 'Rows are alike in what has to be unique: mend them before, with op.execute.'
    case '23514':
    case 'SQLITE_CONSTRAINT_CHECK':
    case 'ER_CONSTRAINT_FAILED':
    case 'ER_CHECK_CONSTRAINT_VIOLATED':
      return written
        ? 'What is written breaks the condition: write values that keep it.'
        : 'Rows break the condition: mend them before, with op.execute.'
    case '23503':
      return written
        ? 'A row would refer to one that is not there: write the other one before, or take away what refers to it.'
        : 'Rows refer to rows that are not there: mend them before, with op.execute.'
    case 'ER_NO_REFERENCED_ROW_2':
      return written
        ? 'A row would refer to one that is not there: write the other one before.'
        : 'Rows refer to rows that are not there: mend them before, with op.execute.'
    case 'ER_ROW_IS_REFERENCED_2':
      return written ? 'Other rows refer to it: take them away before, or what they say of it.' : undefined
    default:
      return undefined
  }
}

/** Not where SQLite's rebuild of a table copies the rows that were there. */
function writesRows(sql: string): boolean {
  return /^\s*(?:insert|update|delete|replace|merge|copy|with)\b/i.test(sql) && !sql.includes('_tsmig_tmp_')
}
