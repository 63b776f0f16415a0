/** What a schema holds beside its tables, on PostgreSQL and MariaDB. */
import { exclude, type Op, sql, t } from 'tsmig'

export const revision = 'objects'
export const downRevision = null

const body = "BEGIN\n  NEW.name := lower(NEW.name) || ';'; -- it's $1 ? and $$\n  RETURN NEW;\nEND"

async function createMysqlObjects(op: Op) {
  await op.createSequence('number', { start: 100, increment: 10, cache: 5 })
  await op.createTable('item', { id: t.integer().identity().primaryKey(), name: t.text() })
  await op.createTrigger('tidy', 'item', {
    timing: 'before',
    events: ['insert'],
    body: `BEGIN
      SET NEW.name = CONCAT(LOWER(NEW.name), ';$$'); -- it's; one
      IF NEW.name = ';' THEN SET NEW.name = '// \\\\ \n'; END IF;
    END`,
  })
  await op.createFunction('twice', {
    arguments: 'word text',
    returns: 'text',
    volatility: 'immutable',
    body: `BEGIN DECLARE found text; SET found = CONCAT(word, ';', word); RETURN found; END`,
  })
  await op.createProcedure('fill', {
    arguments: 'name text, number integer',
    body: `BEGIN
      WHILE number > 0 DO
        INSERT INTO item (name) VALUES (CONCAT(name, number));
        SET number = number - 1;
      END WHILE;
    END`,
  })
  await op.bulkInsert('item', [{ name: 'ABC' }, { name: '' }])
  await op.execute("CALL fill('called', 2); SELECT nextval(number)")
  await op.createView('names', 'SELECT id, twice(name) AS name FROM item')
  await op.replaceView('names', 'SELECT twice(name) AS name FROM item', {
    was: 'SELECT id, twice(name) AS name FROM item',
  })
}

async function dropMysqlObjects(op: Op) {
  await op.dropView('names')
  await op.dropProcedure('fill')
  await op.dropFunction('twice')
  await op.dropTrigger('tidy', 'item')
  await op.dropTable('item')
  await op.dropSequence('number')
}

export async function upgrade(op: Op) {
  if (op.dialect === 'mysql') return createMysqlObjects(op)
  if (op.dialect !== 'postgres') return
  await op.createSchema('shop', { comment: "the 'shop'" })
  await op.createSequence('number', { schema: 'shop', start: 100, increment: 10, cache: 5 })
  await op.createEnum('size', ['s', "l'"], { schema: 'shop' })
  await op.renameEnumValue('size', "l'", 'l', { schema: 'shop' })
  await op.createDomain('email', t.text().check("VALUE LIKE '%@%'", 'at'))
  await op.createCompositeType('address', { street: t.text(), number: t.integer() })
  await op.createFunction('tidy', { returns: 'trigger', language: 'plpgsql', body })
  await op.createTable(
    'item',
    {
      id: t.integer().primaryKey().default(sql`nextval('shop.number')`),
      name: t.text(),
      mail: t.raw('email'),
      home: t.raw('address'),
      size: t.raw('shop.size'),
      during: t.raw('int4range'),
    },
    [exclude([['during', '&&']], { name: 'no_overlap' })],
    { postgres: { storage: { fillfactor: 80 } } },
  )
  await op.createTrigger('tidy', 'item', { timing: 'before', events: ['insert', 'update'], body: 'tidy()' })
  await op.bulkInsert('item', [{ name: 'ABC', mail: 'a@b', size: 's', during: '[1,3)' }])
  await op.createView('names', 'SELECT id, name FROM item')
  await op.replaceView('names', 'SELECT name FROM item', { was: 'SELECT id, name FROM item' })
  await op.createMaterializedView('kept', 'SELECT name, size FROM item', { withoutData: true })
  await op.refreshMaterializedView('kept')
  await op.createPolicy('mine', 'item', { using: "name <> 'x;'" })
  await op.forceRowSecurity('item')
  await op.grant('select', 'item', 'public')
  await op.createTable('log', { day: t.date(), what: t.text() }, [], {
    postgres: { partitionBy: { strategy: 'range', keys: 'day' } },
  })
  await op.createTable('log_rest', {}, [], {
    postgres: { partitionOf: { table: 'log', bounds: 'DEFAULT' } },
  })
  await op.createTable('log_old', { day: t.date(), what: t.text() })
  await op.attachPartition('log', 'log_old', "FOR VALUES FROM (MINVALUE) TO ('2020-01-01')")
  await op.bulkInsert('log', [
    { day: '2019-05-05', what: 'old' },
    { day: '2021-05-05', what: 'new' },
  ])
  await op.createProcedure('clear', { arguments: 'since date', body: 'DELETE FROM log WHERE day > since' })
  await op.commentOn({ type: 'procedure', name: 'clear', arguments: 'date' }, 'clears')
}

export async function downgrade(op: Op) {
  if (op.dialect === 'mysql') return dropMysqlObjects(op)
  if (op.dialect !== 'postgres') return
  await op.dropProcedure('clear', { arguments: 'date' })
  await op.detachPartition('log', 'log_old')
  await op.dropTable('log_old')
  await op.dropTable('log')
  await op.revoke('select', 'item', 'public')
  await op.disableRowSecurity('item', { forced: false })
  await op.dropPolicy('mine', 'item')
  await op.dropMaterializedView('kept')
  await op.dropView('names')
  await op.dropTrigger('tidy', 'item')
  await op.dropTable('item')
  await op.dropFunction('tidy')
  await op.dropCompositeType('address')
  await op.dropDomain('email')
  await op.dropEnum('size', { schema: 'shop' })
  await op.dropSequence('number', { schema: 'shop' })
  await op.dropSchema('shop')
}
