import pg from 'pg'

const inSchema = `SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace`
const queries = [
  `SELECT oid, relname, relkind, obj_description(oid, 'pg_class') FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')`,
  `SELECT attrelid, attnum, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated,
      col_description(attrelid, attnum) FROM pg_attribute
    WHERE attnum > 0 AND NOT attisdropped AND attrelid IN (${inSchema} AND relkind IN ('r', 'p'))`,
  `SELECT adrelid, adnum, pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid IN (${inSchema})`,
  `SELECT conrelid, conname, contype, conkey, confrelid, confkey, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace`,
  `SELECT indrelid, indexrelid::regclass, indkey, indisunique, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid IN (${inSchema})`,
  `SELECT oid::regclass, s.* FROM pg_class JOIN pg_sequence AS s ON seqrelid = oid
    WHERE relnamespace = 'public'::regnamespace`,
]
const client = new pg.Client({ connectionString: process.argv[2] })
await client.connect()
for (const text of queries) await client.query({ text, rowMode: 'array' })
await client.end()
