import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { agreeRenames, type RenameOptions, renamesSoFar } from '../../src/commands/renames/agree.ts'
import { declaredRenames } from '../../src/schema/declared-renames.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import { table } from '../../src/schema/declared-table.ts'
import type { Rename } from '../../src/schema/rename.ts'
import { t } from '../../src/schema/t.ts'
import { TsmigError } from '../../src/support/errors.ts'
import { TestProject } from '../support/project.ts'

const id = t.integer().primaryKey()
const before = declaredSnapshot([
  table('user', { id, nick: t.text(), born: t.date() }),
  table('post', { id, body: t.text() }),
  table('log', { id, at: t.date() }, [], { schema: 'audit' }),
  table('a.b', { id, 'x:y': t.text() }),
])
const declared = [
  table('account', { id, handle: t.text(), born: t.date() }),
  table('post', { id, content: t.text() }),
  table('journal', { id, day: t.date() }, [], { schema: 'audit' }),
  table('a.b', { id, 'p"q': t.text() }),
]
const after = declaredSnapshot(declared)

const user: Rename = { what: 'table', from: 'user', to: 'account' }
const log: Rename = { what: 'table', schema: 'audit', from: 'log', to: 'journal' }
const column = (name: string, from: string, to: string, schema?: string): Rename => ({
  what: 'column',
  table: { name, ...(schema !== undefined && { schema }) },
  from,
  to,
})
const nick = column('account', 'nick', 'handle')
const body = column('post', 'body', 'content')
const at = column('journal', 'at', 'day', 'audit')
const odd = column('a.b', 'x:y', 'p"q')
const all = [user, log, odd, nick, body, at]

const agree = (options: RenameOptions, hints: readonly Rename[] = []) =>
  agreeRenames(before, after, hints, options)

async function refusal(options: RenameOptions): Promise<TsmigError> {
  try {
    await agree(options)
  } catch (error) {
    if (error instanceof TsmigError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

const flags = [
  'user:account',
  'audit.log:journal',
  'account.nick:handle',
  'post.body:content',
  'audit.journal.at:day',
  '"a.b"."x:y":"p""q"',
]

describe('--rename', () => {
  test('tells tables and columns, in schemas and with odd names', async () => {
    expect(await agree({ renames: flags })).toEqual([user, log, odd, nick, body, at])
  })

  test("a column's table may be called by its old name", async () => {
    const renames = flags.map((flag) =>
      flag.replace('account.nick', 'user.nick').replace('journal.at', 'log.at'),
    )
    expect(await agree({ renames })).toEqual([user, log, odd, nick, body, at])
  })

  test('the new name may have its place before it, too', async () => {
    const renames = [
      'user:account',
      'audit.log:audit.journal',
      'user.nick:account.handle',
      'post.body:post.content',
      'audit.log.at:audit.journal.day',
      '"a.b"."x:y":"a.b"."p""q"',
    ]
    expect(await agree({ renames })).toEqual([user, log, odd, nick, body, at])
    expect(await agree({ renames: ['user:account', 'account.nick:user.handle'], noRenames: true })).toEqual([
      user,
      nick,
    ])
  })

  test('a table of the same name in another schema is another', async () => {
    const error = await refusal({ renames: ['audit.log:journal', 'audit.log.at:journal.day'] })
    expect(error.message).toBe(
      '--rename audit.log.at:journal.day: a column is not renamed into another table',
    )
    expect(error.hint).toContain('Write --rename audit.log.at:day')
  })

  test.each([
    ['usr:account', 'there is no table usr in the database', 'Did you mean user?'],
    ['user:acount', 'no table acount is declared', 'Did you mean account?'],
    ['post:account', 'the table post is still declared', ''],
    ['user:post', 'the table post is in the database already', ''],
    ['pst.body:content', 'there is no table pst in the database', 'Did you mean post?'],
    ['post.bdy:content', 'there is no column bdy in the database', 'Did you mean body?'],
    ['post.body:contents', 'no column contents is declared', 'Did you mean content?'],
    ['audit.lg:journal', 'there is no table audit in the database', ''],
    [
      'post.body:account.handle',
      'a column is not renamed into another table',
      'Write --rename post.body:handle',
    ],
    [
      '"a.b"."x:y":post."p""q"',
      'a column is not renamed into another table',
      `Write --rename '"a.b"."x:y":"p""q"'`,
    ],
    [
      'audit.log:old.journal',
      'a table is not renamed into another schema',
      'Write --rename audit.log:journal',
    ],
    ['user:audit.journal', 'a table is not renamed into another schema', 'Write --rename user:journal'],
    [
      'nick:handle',
      'there is no table nick in the database',
      'A column is written with its table: --rename user.nick:handle',
    ],
  ])('%s is refused: %s', async (flag, message, hint) => {
    const error = await refusal({ renames: [flag], noRenames: true })
    expect(error.code).toBe('unknown-rename')
    expect(error.message).toBe(`--rename ${flag}: ${message}`)
    expect(error.hint).toContain(hint)
  })

  test.each(['user', 'user:', ':account', 'a:b:c', 'a.b.c.d:e', 'a:b.c.d.e', '"a:b', ''])(
    '%j is no rename',
    async (flag) => {
      expect((await refusal({ renames: [flag] })).code).toBe('usage')
    },
  )

  test('two about one thing contradict each other', async () => {
    const twice = declaredSnapshot([table('x', { id, b: t.text(), c: t.text() })])
    const once = declaredSnapshot([table('x', { id, a: t.text() })])
    const renames = ['x.a:b', 'x.a:c']
    await expect(agreeRenames(once, twice, [], { renames })).rejects.toMatchObject({
      code: 'conflicting-renames',
    })
  })
})

describe('names that are handed on', () => {
  const abc = (...names: readonly string[]) =>
    table('x', { id, ...Object.fromEntries(names.map((name) => [name, t.text()])) })
  const [old, swapped, chained] = [abc('a', 'b'), abc('a', 'b'), abc('b', 'c')].map((one) =>
    declaredSnapshot([one, table('p', { id }), table('q', { id })]),
  )
  if (old === undefined || swapped === undefined || chained === undefined)
    throw new Error('three are declared')
  const [ab, ba, bc] = [column('x', 'a', 'b'), column('x', 'b', 'a'), column('x', 'b', 'c')]

  test('in a row, by flags, by declarations, and by both', async () => {
    expect(await agreeRenames(old, chained, [], { renames: ['x.a:b', 'x.b:c'] })).toEqual([ab, bc])
    expect(await agreeRenames(old, chained, [bc, ab])).toEqual([bc, ab])
    expect(await agreeRenames(old, chained, [bc], { renames: ['x.a:b'] })).toEqual([ab, bc])
    expect(await agreeRenames(chained, chained, [bc, ab])).toEqual([])
  })

  test('in a circle, by flags', async () => {
    expect(await agreeRenames(old, swapped, [], { renames: ['x.a:b', 'x.b:a'] })).toEqual([ab, ba])
    expect(
      await agreeRenames(old, swapped, [], { renames: ['p:q', 'q:p', 'p.id:id2'] }).catch(String),
    ).toContain('no column id2 is declared')
    expect(await agreeRenames(old, swapped, [], { renames: ['p:q', 'q:p'] })).toHaveLength(2)
    expect(await agreeRenames(old, swapped, [ba], { renames: ['x.a:b'] })).toEqual([ab, ba])
  })

  test('in a circle, by what stays written, is refused', async () => {
    await expect(agreeRenames(old, swapped, [ab, ba])).rejects.toMatchObject({
      code: 'rename-circle',
      message: expect.stringContaining('columns of x are renamed in a circle (a → b → a)'),
      hint: expect.stringContaining('--rename x.a:b --rename x.b:a'),
    })
    expect(() => renamesSoFar(old, swapped, [ab, ba])).toThrow('in a circle')
    expect(await agreeRenames(old, swapped, [ab, ba], { noRenames: true })).toEqual([])
  })

  test('half of it alone is refused', async () => {
    const half = (flag: string) => agreeRenames(old, swapped, [], { renames: [flag] })
    await expect(half('x.a:b')).rejects.toThrow('--rename x.a:b: the column a is still declared')
    const end = agreeRenames(old, chained, [], { renames: ['x.b:c'] })
    await expect(end).rejects.toThrow('the column b is still declared')
    // What would hand the name on is said of what is not so.
    const lost = agreeRenames(swapped, abc2(), [bc], { renames: ['x.a:b'] })
    await expect(lost).rejects.toMatchObject({ code: 'unknown-rename' })
  })

  function abc2() {
    return declaredSnapshot([abc('b'), table('p', { id }), table('q', { id })])
  }
})

describe('answers in a file', () => {
  function file(content: unknown): RenameOptions {
    const project = new TestProject()
    writeFileSync(
      project.path('answers.json'),
      typeof content === 'string' ? content : JSON.stringify(content),
    )
    return { answers: 'answers.json', cwd: project.directory }
  }

  test('say what is a rename, and what is none', async () => {
    const answers = [
      { rename: 'table', from: 'user', to: 'account' },
      { rename: 'column', table: 'account', from: 'nick', to: 'handle' },
      { rename: false, table: 'post', from: 'body', to: 'content' },
      { rename: false, schema: 'audit', from: 'log', to: 'journal' },
      { rename: 'column', table: 'a.b', from: 'x:y', to: 'p"q' },
      { rename: 'column', table: 'gone', from: 'long', to: 'ago' },
    ]
    expect(await agree(file(answers))).toEqual([user, odd, nick])
  })

  test.each([
    ['{', "can't be read"],
    [{}, 'is no list'],
    [[7], 'entry 1 is no object'],
    [[{ rename: 'table', from: 'a' }], 'entry 1 lacks "to"'],
    [[{ rename: 'table', from: 'a', to: 'b', tabel: 'x' }], 'entry 1 has the key "tabel"'],
    [
      [{ rename: 'column', from: 'a', to: 'b' }],
      'entry 1 has "column" for "rename" where "table" or false stands',
    ],
    [[{ from: 'a', to: 'b' }], 'entry 1 has undefined for "rename"'],
    [[{ rename: 'table', from: 'a', to: '' }], 'entry 1 has "" for "to"'],
  ])('%j is refused', async (content, message) => {
    const error = await refusal(file(content))
    expect(error.code).toBe('bad-answers')
    expect(error.message).toContain(message)
  })

  test('where there is no file, it is refused', async () => {
    expect((await refusal({ answers: 'nowhere.json' })).code).toBe('bad-answers')
  })
})

describe('what nobody has spoken of', () => {
  test('stops, with both readings and the words to say it', async () => {
    const error = await refusal({ renames: ['user:account', 'audit.log:journal', 'account.nick:handle'] })
    expect(error.code).toBe('possible-rename')
    expect(error.message).toBe(
      [
        'it is not known whether 3 things were renamed',
        '  column a.b.x:y: renamed to p"q, with its values; or dropped with them, and p"q added',
        '  column post.body: renamed to content, with its values; or dropped with them, and content added',
        '  column audit.journal.at: renamed to day, with its values; or dropped with them, and day added',
      ].join('\n'),
    )
    expect(error.hint).toContain(
      `--rename '"a.b"."x:y":"p""q"' --rename post.body:content --rename audit.journal.at:day`,
    )
  })

  test('is settled by the flags that the error names', async () => {
    const { hint } = await refusal({})
    const named = [...hint.matchAll(/--rename ('[^']*'|\S+?)(?=[ .]*(?: |$))/g)].map(([, flag = '']) =>
      flag.replaceAll("'", ''),
    )
    expect(await agree({ renames: named })).toEqual(all)
  })

  test('is no rename with --no-renames, whatever the declarations say, but for what is told', async () => {
    expect(await agree({ noRenames: true }, [body])).toEqual([])
    expect(await agree({ noRenames: true, renames: ['user:account'] })).toEqual([user])
    expect(renamesSoFar(before, after, [], { noRenames: true }).open).toEqual([])
  })

  test('is asked about, one by one, columns after their tables', async () => {
    const asked: string[] = []
    const agreed = await agree({
      renames: ['audit.log:journal'],
      askRename: async ({ from, to }) => {
        asked.push(`${from}:${to}`)
        return from !== 'user'
      },
    })
    expect(asked).toEqual(['user:account', 'x:y:p"q', 'body:content', 'at:day'])
    expect(agreed).toEqual([log, odd, body, at])
  })
})

describe('renamedFrom in the declarations', () => {
  const hints = declaredRenames([
    table(
      'account',
      [
        ['id', id],
        ['handle', t.text().renamedFrom('nick').notNull()],
      ],
      [],
      { renamedFrom: 'user' },
    ),
    {
      nested: [
        table('journal', { day: t.date().renamedFrom('at').default('2026-01-01') }, [], {
          schema: 'audit',
          renamedFrom: 'log',
        }),
      ],
    },
    table('post', { content: t.text().array().renamedFrom('body').comment('x') }),
    table('gone', { b: t.text().renamedFrom('a') }, [], { renamedFrom: 'before' }),
  ])

  test('tells tables and columns', () => {
    const gone: readonly Rename[] = [{ what: 'table', from: 'before', to: 'gone' }, column('gone', 'a', 'b')]
    expect(hints).toEqual([user, log, gone[0], nick, at, body, gone[1]])
  })

  test('counts where the old name is there, and says nothing otherwise', async () => {
    expect(await agree({ noRenames: false, renames: ['"a.b"."x:y":"p""q"'] }, hints)).toEqual(all)
    expect(await agreeRenames(after, after, hints)).toEqual([])
  })

  test('is no part of the declared schema', () => {
    const plain = [table('account', { id, handle: t.text().notNull() }), table('b', { x: t.text().array() })]
    const said = [
      table('account', { id: id.renamedFrom('x'), handle: t.text().renamedFrom('nick').notNull() }, [], {
        renamedFrom: 'user',
      }),
      table('b', { x: t.text().renamedFrom('y').array() }),
    ]
    expect(declaredSnapshot(said)).toEqual(declaredSnapshot(plain))
  })

  test('is refused where it is no name', () => {
    expect(() => t.text().renamedFrom('')).toThrow('The former name of a column is empty')
    expect(() => table('a', { id }, [], { renamedFrom: '' })).toThrow('The former name of a is empty')
  })
})
