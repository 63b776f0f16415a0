/** Queries that knex builds, and raw ones with bindings. */
import type { Op } from 'tsmig'

export const revision = 'queries'
export const downRevision = 'text'

const moment = new Date('2024-02-29T12:34:56.789Z')

export async function upgrade(op: Op) {
  const { knex } = op
  await op.execute(knex('note').insert({ id: 20, body: "knex: it's ? \\? :x $1 \\" }))
  await op.execute(
    knex('note').insert([
      { id: 21, body: 'a' },
      { id: 22, body: null },
    ]),
  )
  await op.execute(knex('note').where('body', 'a').update({ body: 'ü😀\n;' }))
  await op.execute(knex('note').whereIn('id', [1, 2, -3]).delete())
  await op.execute(knex.raw('INSERT INTO note VALUES (?, ?)', [23, 'raw ?; $1']))
  await op.execute(
    knex.raw('INSERT INTO ?? (id, ??) VALUES (:id, :text)'.replace(/:\w+/g, '?'), ['note', 'body', 24, 'x']),
  )
  await op.execute(knex.raw('INSERT INTO note VALUES (:id, :text)', { id: 25, text: "named: it's :id" }))
  const joined = op.dialect === 'mysql' ? "CONCAT('a \\? b', ?)" : "'a \\? b' || ?"
  await op.execute(knex.raw(`INSERT INTO note VALUES (26, ${joined})`, ['!']))
  await op.execute(knex.raw('INSERT INTO note VALUES (27, NULL)'))
  await op.execute(knex('note').insert([]))

  await op.execute(
    {
      postgres:
        'CREATE TABLE typed (id integer, big bigint, yes boolean, moment timestamptz, bytes bytea, document jsonb)',
      sqlite:
        'CREATE TABLE typed (id integer, big bigint, yes boolean, moment timestamptz, bytes blob, document json)',
      mysql:
        'CREATE TABLE typed (id integer, big bigint, yes boolean, moment datetime(3), bytes blob, document json)',
    }[op.dialect],
  )
  await op.execute(
    knex('typed').insert({
      id: -1,
      big: '9007199254740993',
      yes: true,
      moment,
      bytes: Buffer.from([0, 39, 92, 255]),
      document: JSON.stringify({ a: "it's" }),
    }),
  )
  await op.execute(knex('typed').where({ id: -1, yes: true }).increment('id', 5))
  await op.execute(knex.raw('UPDATE typed SET big = big - ? WHERE moment = ?', [-1, moment]))
  // MySQL wants the WITH behind the INSERT.
  if (op.dialect === 'mysql') return
  await op.execute(
    knex
      .with('one', knex.select(knex.raw('CAST(? AS integer) AS id', [1])))
      .insert(knex.select('id', 'id as note').from('one'))
      .into('log')
      .returning('id'),
  )
}

export async function downgrade(op: Op) {
  await op.execute('DROP TABLE typed')
  await op.execute(op.knex('note').whereBetween('id', [20, 30]).del())
}
