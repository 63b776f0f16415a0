/** Numbers of every size. */
import { type Op, sql, t } from 'tsmig'

export const revision = 'numbers'
export const downRevision = null

export async function upgrade(op: Op) {
  const number = await op.createTable('number', {
    id: t.integer().primaryKey(),
    small: t.smallint().notNull().default(-1),
    whole: t.integer().default(0),
    big: t.bigint().default(9007199254740993n),
    loose: t.numeric(),
    exact: t.numeric(30, 10).default('12345678901234567890.0123456789'),
    round: t.numeric(5).default(-7),
    single: t.real().default(1.5),
    double: t.double().default(1e-7),
    worked_out: t.integer().default(sql`1 + ${2} * 3`),
    yes: t.boolean().notNull().default(true),
    no: t.boolean().default(false),
  })
  await op.bulkInsert(number, [{ id: 1 }])
  await op.bulkInsert(number, [
    {
      id: -2147483648,
      small: -32768,
      whole: 2147483647,
      big: -9223372036854775808n,
      loose: '0.1',
      exact: '-0.0000000001',
      round: 99999,
      single: 0.5,
      double: -1.7976931348623157e308,
      worked_out: null,
      yes: false,
      no: null,
    },
  ])
}

export async function downgrade(op: Op) {
  await op.dropTable('number')
}
