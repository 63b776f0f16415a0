import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderSchema } from '../../src/autogenerate/render/schema.ts'
import { renderSchemaFiles } from '../../src/autogenerate/render/schema-files.ts'
import {
  enumType,
  index,
  materializedView,
  other,
  policy,
  sql,
  sqlFunction,
  t,
  table,
  trigger,
  uniqueConstraint,
  view,
} from '../../src/index.ts'
import { declaredSnapshot } from '../../src/schema/declared-snapshot.ts'
import { snapshot } from './arbitrary-snapshot.ts'
import { evaluateFiles, evaluateSchema } from './evaluate-schema.ts'

const numRuns = 300

test('a file declares the snapshot that it was rendered from', () => {
  fc.assert(
    fc.property(snapshot, (given) => {
      const { tables, objects } = declaredSnapshot(evaluateSchema(renderSchema(given)))
      expect(tables).toEqual(given.tables)
      expect(objects).toEqual(given.objects)
    }),
    { numRuns },
  )
})

test('so does a folder of files', () => {
  fc.assert(
    fc.property(snapshot, (given) => {
      const { tables, objects } = declaredSnapshot(evaluateFiles(renderSchemaFiles(given)))
      expect(tables).toEqual(given.tables)
      expect(objects).toEqual(given.objects)
    }),
    { numRuns },
  )
})

test('the same snapshot gives the same text, whatever the order of its parts', () => {
  fc.assert(
    fc.property(snapshot, (given) => {
      const turned = {
        tables: given.tables.toReversed(),
        objects: given.objects.toReversed(),
        unread: given.unread,
      }
      expect(renderSchema(turned)).toBe(renderSchema(given))
    }),
    { numRuns: 100 },
  )
})

const strike = 'globalThis.canary=1'
const hostile = [
  `';${strike};'`,
  `";${strike};"`,
  `\`;${strike};\``,
  `$\u007b${strike}}`,
  `*/${strike}/*`,
  `\n${strike}\n`,
  `\r${strike}`,
  `\u2028${strike}\u2029`,
  `\\';${strike}//`,
  `\\\`;${strike}//`,
  `x\\`,
  `\u202e${strike}`,
  `__proto__`,
  `constructor`,
]

test('nothing that stands in a database becomes code', () => {
  for (const text of hostile) {
    const given = declaredSnapshot([
      table({ name: text, schema: text }, [[text, t.text().default(text).comment(text)]], [], {
        comment: text,
      }),
      table(
        'plain',
        { id: t.enum([text], { name: text }).check(text, text).collate(text).unique(text) },
        [index(sql`${{ sql: text }}`, { name: text, where: text })],
        { postgres: { storage: { [text]: text } } },
      ),
      view(text, text, { comment: text, columnComments: { [text]: text } }),
      sqlFunction(text, { arguments: text, returns: text, body: text, set: { [text]: text } }),
      other(text, text, { create: text, drop: text }),
      trigger(text, text, { timing: 'after', events: 'insert', body: text }),
    ])
    const whole = { ...given, unread: [{ what: text, reason: text }] }
    expect(declaredSnapshot(evaluateSchema(renderSchema(whole)))).toEqual(given)
    expect(declaredSnapshot(evaluateFiles(renderSchemaFiles(whole)))).toEqual(given)
    expect('canary' in globalThis, text).toBe(false)
    expect(renderSchema(whole)).not.toMatch(/[\u2028\u2029\u202e\r]/)
  }
})

test('a file reads as if a person had written it', () => {
  const mood = enumType('mood', ['sad', 'glad'], { comment: 'How it goes' })
  const given = declaredSnapshot([
    mood,
    table(
      'account_role',
      {
        id: t.bigint().identity().primaryKey('account_role_pkey'),
        'user id': t.integer().notNull().references('user.id', {
          name: 'account_role_user_id_fkey',
          onDelete: 'cascade',
          onUpdate: 'cascade',
          deferrable: true,
        }),
        price: t
          .numeric(10, 2)
          .notNull()
          .default(0)
          .check('price >= 0', 'ck_price')
          .comment('What it costs, in the currency of the account, without tax'),
        feeling: t.enum(mood).notNull().default('sad'),
        made: t.timestamptz().notNull().default(sql`now()`),
      },
      (c) => [
        uniqueConstraint([c.id, c.price], { name: 'uq_price' }),
        index([c.price, { column: c.made, order: 'desc' }], { name: 'ix_made', where: 'price > 3' }),
      ],
      { comment: 'Roles', postgres: { rowSecurity: 'enabled' } },
    ),
    table({ name: 'account_role', schema: 'audit' }, { id: t.integer() }),
    table('class', { name: t.text() }),
    trigger('touch', 'account_role', { timing: 'before', events: ['insert', 'update'], body: 'touch()' }),
    policy('own', 'account_role', { using: 'user_id = 1' }),
    materializedView('best', 'SELECT id\nFROM account_role', { indexes: [index('id', { name: 'ix_best' })] }),
    view('odd', 'select `a`.`id`\nfrom `a`'),
    sqlFunction('touch', { returns: 'trigger', language: 'plpgsql', body: '\nBEGIN\n  RETURN NEW;\nEND;\n' }),
    other('rule', 'quiet', {
      table: 'account_role',
      create: 'CREATE RULE quiet AS ON INSERT TO account_role DO NOTHING',
      drop: 'DROP RULE quiet ON account_role',
    }),
  ])
  const unread = [{ what: 'view "report"', reason: 'permission denied' }]
  expect(renderSchema({ ...given, unread })).toMatchInlineSnapshot(`
    "// Not read: view "report": permission denied
    import {
      enumType,
      index,
      materializedView,
      other,
      policy,
      sql,
      sqlFunction,
      t,
      table,
      trigger,
      uniqueConstraint,
      view,
    } from 'tsmig'

    export const mood = enumType('mood', ['sad', 'glad'], { comment: 'How it goes' })

    export const accountRole = table(
      'account_role',
      {
        id: t.bigint().identity().primaryKey('account_role_pkey'),
        'user id': t.integer().notNull().references('user.id', {
          name: 'account_role_user_id_fkey',
          onDelete: 'cascade',
          onUpdate: 'cascade',
          deferrable: true,
        }),
        price: t.numeric(10, 2)
          .notNull()
          .default(0)
          .check(sql\`price >= 0\`, 'ck_price')
          .comment('What it costs, in the currency of the account, without tax'),
        feeling: t.enum(mood).notNull().default('sad'),
        made: t.timestamptz().notNull().default(sql\`now()\`),
      },
      (c) => [
        uniqueConstraint([c.id, c.price], { name: 'uq_price' }),
        index([c.price, { column: c.made, order: 'desc' }], { name: 'ix_made', where: sql\`price > 3\` }),
      ],
      { comment: 'Roles', postgres: { rowSecurity: 'enabled' } },
    )

    export const touchTrigger = trigger('touch', 'account_role', {
      timing: 'before',
      events: ['insert', 'update'],
      body: sql\`touch()\`,
    })

    export const own = policy('own', 'account_role', { using: sql\`user_id = 1\` })

    // tsmig has no builder for it: the statements stand as they are.
    export const quiet = other('rule', 'quiet', {
      create: sql\`CREATE RULE quiet AS ON INSERT TO account_role DO NOTHING\`,
      drop: sql\`DROP RULE quiet ON account_role\`,
      table: { name: 'account_role' },
    })

    export const classTable = table('class', {
      name: t.text(),
    })

    export const auditAccountRole = table(
      'account_role',
      {
        id: t.integer(),
      },
      [],
      { schema: 'audit' },
    )

    export const best = materializedView('best', sql\`SELECT id
    FROM account_role\`, { indexes: [index('id', { name: 'ix_best' })] })

    export const odd = view(
      'odd',
      [
        'select \`a\`.\`id\`',
        'from \`a\`',
      ].join('\\n'),
    )

    export const touch = sqlFunction('touch', {
      language: 'plpgsql',
      returns: 'trigger',
      body: sql\`
    BEGIN
      RETURN NEW;
    END;
    \`,
    })
    "
  `)
})

test('variables are named after what they hold, and never twice', () => {
  const names = (code: string) => [...code.matchAll(/^export const (\S+) =/gm)].map(([, name]) => name)
  const columns = { id: t.integer() }
  const given = declaredSnapshot([
    ...['AccountRole', 'QRTZ_JOB', 'HTTPServer', '2fa', 'delete', 'table', 'ключ', '表', 'שלום', '`'].map(
      (name) => table(name, columns),
    ),
    table({ name: 'log', schema: 'a' }, columns),
    table({ name: 'log', schema: 'b' }, columns),
    table('status', columns),
    enumType('status', ['on']),
    trigger('touch', 'status', { timing: 'after', events: 'insert', body: 'f()' }),
    trigger('touch', 'delete', { timing: 'after', events: 'insert', body: 'f()' }),
    sqlFunction('f', { arguments: 'a integer', body: 'x' }),
    sqlFunction('f', { arguments: 'b text', body: 'x' }),
  ])
  expect(names(renderSchema(given)).sort()).toMatchInlineSnapshot(`
    [
      "_2fa",
      "aLog",
      "accountRole",
      "bLog",
      "deleteTable",
      "f",
      "fFunction",
      "httpServer",
      "qrtzJob",
      "status",
      "statusType",
      "table2",
      "table3",
      "tableTable",
      "touchOnDelete",
      "touchOnStatus",
      "ключ",
      "表",
    ]
  `)
})
