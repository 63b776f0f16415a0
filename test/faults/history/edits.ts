/** An edit of a revision's text. */
export interface Edit {
  readonly what: string
  apply(text: string, file: string): string
}

const isSql = (file: string): boolean => file.endsWith('.sql')

/** What editors and formatters do. */
export const editsThatDoNot: readonly Edit[] = [
  { what: 'the line ends of Windows', apply: (text) => text.replaceAll(/\r?\n/g, '\r\n') },
  { what: 'the line ends of Unix', apply: (text) => text.replaceAll('\r\n', '\n') },
  { what: 'tabs', apply: (text) => text.replaceAll(/^ +/gm, (spaces) => '\t'.repeat(spaces.length)) },
  { what: 'no indentation', apply: (text) => text.replaceAll(/^[ \t]+/gm, '') },
  { what: 'spaces at the ends of lines', apply: (text) => text.replaceAll(/(?=\r?\n)/g, '  ') },
  { what: 'a line at the end', apply: (text) => `${text}\n\n` },
  {
    what: 'comments',
    apply: (text, file) =>
      isSql(file)
        ? text.replaceAll(/;(?=\s*\n)/g, '; -- done')
        : text.replaceAll(/^( *)(?=await )/gm, '$1// and then\n$1/* more; of "it */ '),
  },
  {
    what: 'other quotes',
    apply: (text, file) => (isSql(file) ? text : text.replaceAll(/'([\w ]+)'/g, '"$1"')),
  },
  {
    what: 'semicolons',
    apply: (text, file) => (isSql(file) ? text : text.replaceAll(/^( *await .*\))(?=\r?$)/gm, '$1;')),
  },
  {
    what: 'trailing commas',
    apply: (text, file) => (isSql(file) ? text : text.replaceAll(/(\w) \}\]\)/g, '$1, },],)')),
  },
  {
    what: 'parentheses around a parameter',
    apply: (text, file) => (isSql(file) ? text : text.replaceAll('async (knex) =>', 'async knex =>')),
  },
  {
    what: 'calls on lines of their own',
    apply: (text, file) =>
      isSql(file)
        ? text.replaceAll(' SET ', '\n  SET ')
        : text.replaceAll(/await op\.execute\(/g, 'await op\n  .execute(\n  '),
  },
]

/** What does something else. */
export const editsThatCount: readonly [Edit, ...Edit[]] = [
  { what: 'another number', apply: (text) => text.replace('7', '8') },
  { what: 'another column', apply: (text) => text.replace(/\bid\b(?= integer)|\bamount\b/, 'other') },
  {
    what: 'a space in a string',
    apply: (text) =>
      text.replace(/it''s; one|\bmore SET|shop SET/, (found) => found.replace(/ (?=SET|one)/, '  ')),
  },
  { what: 'another operator', apply: (text) => text.replace(/\+ 1(?=[';])/, '- 1') },
  {
    what: 'a statement less',
    apply: (text) =>
      text.replace(/^[ \t]*(?:await op\s*\.execute\(\s*['"])?UPDATE (?:.*\n\s+)?.*\+ 1.*$/m, ''),
  },
  {
    what: 'a statement more',
    apply: (text, file) =>
      isSql(file)
        ? text.replace('-- downgrade', 'DELETE FROM least;\n-- downgrade')
        : text.replace(/(upgrade\(op[^)]*\) \{)/, "$1\n  await op.execute('SELECT 2')"),
  },
  {
    what: 'another downgrade',
    apply: (text) => text.replace(/DROP TABLE (\w+)|dropTable\((['"])(\w+)/, (found) => `${found}_`),
  },
]
