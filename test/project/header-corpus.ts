/** One revision file's text, and what is to be read from it: a header, or `unreadable`. */
export interface Sample {
  readonly name: string
  readonly source: string
  readonly extension?: 'ts' | 'mts' | 'cts' | 'js' | 'mjs' | 'cjs'
  readonly expected:
    | {
        readonly id: string
        readonly parents: string[]
        readonly labels?: string[]
        readonly deps?: string[]
      }
    | 'unreadable'
  /** Whether the text alone is expected to do. */
  readonly byText: boolean
}

const HEAD = "export const revision = 'aa'\nexport const downRevision = null\n"
const AA = { id: 'aa', parents: [] }

function sample(
  name: string,
  source: string,
  expected: Sample['expected'] = AA,
  more: Partial<Sample> = {},
): Sample {
  return { name, source, expected, byText: true, ...more }
}

const RUN = { byText: false }
const CJS = { extension: 'cjs' } as const

export const CORPUS: readonly Sample[] = [
  sample('plain', HEAD),
  sample('double quotes and semicolons', 'export const revision = "aa";\nexport const downRevision = "bb";', {
    id: 'aa',
    parents: ['bb'],
  }),
  sample('a list', "export const revision = 'aa'\nexport const downRevision = ['b', \"c\",]", {
    id: 'aa',
    parents: ['b', 'c'],
  }),
  sample(
    'snake case',
    "export const revision = 'aa'\nexport const down_revision = 'bb'\nexport const branch_labels = ['l']\nexport const depends_on = 'd'",
    { id: 'aa', parents: ['bb'], labels: ['l'], deps: ['d'] },
  ),
  sample('both spellings', `${HEAD}export const down_revision = 'zz'`),
  sample('as const', "export const revision = 'aa' as const\nexport const downRevision = ['b'] as const", {
    id: 'aa',
    parents: ['b'],
  }),
  sample(
    'satisfies',
    "export const revision = 'aa' satisfies string\nexport const downRevision = null satisfies string | null\nexport const dependsOn = ['x'] as const satisfies readonly string[]",
    { ...AA, deps: ['x'] },
  ),
  sample(
    'annotations',
    "export const revision: string = 'aa'\nexport const downRevision: string | readonly string[] | null = null\nexport const branchLabels: Array<string> = ['l']\nexport const dependsOn: { a: 1 } | null = null",
    { ...AA, labels: ['l'] },
  ),
  sample('templates without holes', 'export const revision = `aa`\nexport const downRevision = `b\\u0062`', {
    id: 'aa',
    parents: ['bb'],
  }),
  sample('escapes', "export const revision = '\\x61\\u{61}'\nexport const downRevision = 'b\\\nb'", {
    id: 'aa',
    parents: ['bb'],
  }),
  sample('export let', "export let revision = 'aa'\nexport var downRevision = null"),
  sample(
    'export let, changed below',
    "export let revision = 'zz'\nexport const downRevision = null\nrevision = 'aa'",
    AA,
    RUN,
  ),
  sample(
    'export let, changed in a function',
    "export let revision = 'zz'\nexport const downRevision = null\n;(() => { revision = 'aa' })()",
    AA,
    RUN,
  ),
  sample(
    'several in one statement',
    "export const revision = 'aa', downRevision = 'bb', branchLabels = null",
    { id: 'aa', parents: ['bb'] },
  ),
  sample(
    'an export list',
    "const revision = 'aa'\nconst downRevision = null\nexport { revision, downRevision }",
  ),
  sample(
    'an export list that renames',
    "export { a as revision, b as down_revision }\nconst a = 'aa'\nconst b = ['x', 'y'] as const",
    { id: 'aa', parents: ['x', 'y'] },
  ),
  sample(
    'an export list of computed values',
    "const a = ['a', 'a'].join('')\nexport { a as revision }\nexport const downRevision = null",
    AA,
    RUN,
  ),
  sample('computed', "export const revision = 'a' + 'a'\nexport const downRevision = null", AA, RUN),
  sample(
    'a template with holes',
    `const a = 'a'\nexport const revision = \`a\${a}\`\nexport const downRevision = null`,
    AA,
    RUN,
  ),
  sample(
    'a call over two lines',
    "export const revision = 'AA'\n  .toLowerCase()\nexport const downRevision = null",
    AA,
    RUN,
  ),
  sample(
    'taken apart',
    "export const { revision, downRevision } = { revision: 'aa', downRevision: null }",
    AA,
    RUN,
  ),
  sample('a fake in a line comment', `// export const revision = 'zz'\n${HEAD}`),
  sample(
    'a fake in a block comment',
    `/* export const revision = 'zz'\nexport const downRevision = 'q' */\n${HEAD}`,
  ),
  sample('a fake in a string', `const s = "export const revision = 'zz'"\n${HEAD}`),
  sample('a fake in a template', `const s = \`\nexport const revision = 'zz'\n\`\n${HEAD}`),
  sample(
    'a fake in a template in a hole',
    `const s = \`\${\`\nexport const revision = 'zz'\n\`}\nexport const downRevision = 'zz'\`\n${HEAD}`,
  ),
  sample('a fake in a regular expression', `const r = /export const revision = 'zz'/\n${HEAD}`),
  sample('a quote in a regular expression', `const r = [/'/, /["\`]/].length\n${HEAD}const q = "'"`),
  sample('a regular expression after return', `function f() { return /'/ }\n${HEAD}`),
  sample('a regular expression after an if', `if (true) /'/.test('x')\n${HEAD}`),
  sample('divisions', `const a = (4) / 2 / 1, b = [8][0] / 2 / 2\n${HEAD}const c = a / b / 1`),
  sample('a slash that only a parser understands', `const o = {} / 1; const q = "/"\n${HEAD}`, AA, RUN),
  sample(
    'a fake in a function',
    `export function upgrade() { const revision = 'zz'; return revision }\n${HEAD}`,
  ),
  sample('a fake in a namespace', `namespace N { export const revision = 'zz' }\n${HEAD}`),
  sample('a fake as a member', `const o = { revision: 'zz' }\no.revision = 'yy'\n${HEAD}`),
  sample(
    'a comment anywhere',
    "export /* a */ const // b\n revision /* c */ = /* d */ 'aa' // e\nexport const downRevision /* ' */ = null",
  ),
  sample(
    'the header at the end',
    `export async function upgrade(op: unknown) {\n  await Promise.resolve(\`\${op}\`)\n}\n${HEAD}`,
  ),
  sample(
    'types of the same name',
    `type X = { revision: 'zz' }\ninterface Y { downRevision: string }\n${HEAD}`,
  ),
  sample(
    'generic functions',
    `const f = <A, B>(a: A, b: B): [A, B] => [a, b]\n${HEAD}export const g = f<string, number>('x', 1)`,
  ),
  sample('a decorator', `function d(c: unknown) { return c as never }\nvoid d\n${HEAD}`),
  sample(
    'a re-export',
    "import { revision } from './other'\nexport { revision }\nexport const downRevision = null",
    { id: 'other', parents: [] },
    RUN,
  ),
  sample('a star export', "export * from './other'", { id: 'other', parents: ['o1'] }, RUN),
  sample(
    'an export from another file',
    "export { revision, downRevision } from './other'",
    { id: 'other', parents: ['o1'] },
    RUN,
  ),
  sample(
    'a default export',
    "export default { revision: 'aa', downRevision: ['b'] }",
    { id: 'aa', parents: ['b'] },
    RUN,
  ),
  sample('an export assignment', "export = { revision: 'aa', downRevision: null }", AA, {
    byText: false,
    extension: 'cts',
  }),
  sample('BOM and CRLF', `\uFEFF/** hi */\r\n${HEAD.replaceAll('\n', '\r\n')}`),
  sample('a shebang', `#!/usr/bin/env node '\n${HEAD}`),
  sample('old line ends', HEAD.replaceAll('\n', '\r')),
  sample(
    'undefined ends',
    "export const revision = 'aa'\nexport const downRevision = null\nexport const branchLabels = undefined\nexport const dependsOn = undefined",
  ),
  sample(
    'escaped identifiers',
    "export const r\\u0065vision = 'aa'\nexport const downRevision = null",
    AA,
    RUN,
  ),
  sample(
    'exports',
    "exports.revision = 'aa'\nexports.downRevision = ['b']\nexports.upgrade = () => {}",
    { id: 'aa', parents: ['b'] },
    CJS,
  ),
  sample('module.exports.x', "module.exports.revision = 'aa';module.exports.down_revision = null", AA, CJS),
  sample(
    'module.exports',
    "module.exports = {\n  revision: 'aa', 'downRevision': ['b'],\n  async upgrade() {}, n: [1, 2], f(a, b) {},\n}",
    { id: 'aa', parents: ['b'] },
    CJS,
  ),
  sample(
    'module.exports, by short names',
    "const revision = 'aa'\nconst downRevision = null\nmodule.exports = { revision, downRevision }",
    AA,
    CJS,
  ),
  sample(
    'module.exports with a spread',
    "module.exports = { revision: 'zz', downRevision: null, ...{ revision: 'aa' } }",
    AA,
    { ...CJS, ...RUN },
  ),
  sample(
    'module.exports with a computed key',
    "module.exports = { ['revision']: 'aa', downRevision: null }",
    AA,
    { ...CJS, ...RUN },
  ),
  sample(
    'module.exports with a getter',
    "module.exports = { get revision() { return 'aa' }, downRevision: null }",
    AA,
    { ...CJS, ...RUN },
  ),
  sample(
    'exports under a condition',
    "exports.revision = 'aa'\nexports.downRevision = null\nif (false)\n  exports.revision = 'zz'",
    AA,
    { ...CJS, ...RUN },
  ),
  sample(
    'exports in an else',
    "exports.downRevision = null\nif (true) exports.revision = 'aa'\nelse exports.revision = 'zz'",
    AA,
    { ...CJS, ...RUN },
  ),
  sample(
    'exports twice',
    "exports.revision = 'zz'\nexports.revision = 'aa'\nexports.downRevision = null",
    AA,
    { ...CJS, ...RUN },
  ),
  sample(
    'exports in a chain',
    "exports.revision = exports.branchLabels = 'aa'\nexports.downRevision = null",
    { ...AA, labels: ['aa'] },
    { ...CJS, ...RUN },
  ),
  sample('exports by index', "exports['revision'] = 'aa'\nexports.downRevision = null", AA, {
    ...CJS,
    ...RUN,
  }),
  sample('exports by another name', "const e = exports\ne.revision = 'aa'\ne.downRevision = null", AA, {
    ...CJS,
    ...RUN,
  }),
  sample(
    'exports that are replaced',
    "exports.revision = 'zz'\nmodule.exports = { revision: 'aa', downRevision: null }",
    AA,
    { ...CJS, ...RUN },
  ),
  sample('this', "this.revision = 'aa'\nthis.downRevision = null", AA, { ...CJS, ...RUN, extension: 'cjs' }),
  sample(
    'defined properties',
    "Object.defineProperty(exports, 'revision', { value: 'aa', enumerable: true })\nexports.downRevision = null",
    AA,
    { ...CJS, ...RUN },
  ),
  sample('nothing at all', '', 'unreadable'),
  sample('comments only', '// later\n/* export const revision = 1 */', 'unreadable'),
  sample('no revision', 'export const downRevision = null', 'unreadable'),
  sample('no downRevision', "export const revision = 'aa'", 'unreadable'),
  sample('a number', 'export const revision = 12\nexport const downRevision = null', 'unreadable', RUN),
  sample('an empty text', "export const revision = ''\nexport const downRevision = null", 'unreadable'),
  sample(
    'a number as parent',
    "export const revision = 'aa'\nexport const downRevision = 1",
    'unreadable',
    RUN,
  ),
  sample(
    'a list of numbers',
    "export const revision = 'aa'\nexport const downRevision = [1]",
    'unreadable',
    RUN,
  ),
  sample(
    'an undefined parent',
    "export const revision = 'aa'\nexport const downRevision = undefined",
    'unreadable',
  ),
  sample(
    'declared only',
    "declare const revision: 'aa'\nexport const downRevision = null",
    'unreadable',
    RUN,
  ),
  sample(
    'a syntax error',
    "export const revision = = 'aa'\nexport const downRevision = null",
    'unreadable',
    RUN,
  ),
  sample('an open bracket', `${HEAD}export function upgrade() {`, 'unreadable', RUN),
  sample('an open string', `${HEAD}const s = 'x`, 'unreadable', RUN),
]
