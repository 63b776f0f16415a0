/**
 * A schema of so many tables, each of ten columns, two indexes, a unique constraint and a foreign key to the one before:
 * as SQL, as tsmig declares it, and as SQLAlchemy does.
 */
const name = (number: number): string => `thing_${String(number).padStart(5, '0')}`
const numbers = (tables: number): readonly number[] => Array.from({ length: tables }, (_, index) => index + 1)
const parent = (number: number): number => Math.max(1, number - 1)

export function createStatements(tables: number): readonly string[] {
  return numbers(tables).flatMap((number) => {
    const table = name(number)
    return [
      `CREATE TABLE ${table} (
  id integer NOT NULL CONSTRAINT pk_${table} PRIMARY KEY,
  parent_id integer,
  code varchar(40) NOT NULL,
  title varchar(200) NOT NULL,
  body text,
  amount numeric(12, 2),
  count integer DEFAULT 0 NOT NULL,
  active boolean NOT NULL,
  made timestamp NOT NULL,
  changed timestamp,
  CONSTRAINT uq_${table}_code UNIQUE (code),
  CONSTRAINT fk_${table}_parent FOREIGN KEY (parent_id) REFERENCES ${name(parent(number))} (id)
)`,
      `CREATE INDEX ix_${table}_title ON ${table} (title)`,
      `CREATE INDEX ix_${table}_made ON ${table} (made, active)`,
    ]
  })
}

export function tsmigDeclaration(tables: number): string {
  const declarations = numbers(tables).map((number) => {
    const table = name(number)
    return `export const ${table} = table(
  '${table}',
  {
    id: t.integer().notNull(),
    parent_id: t.integer(),
    code: t.varchar(40).notNull(),
    title: t.varchar(200).notNull(),
    body: t.text(),
    amount: t.numeric(12, 2),
    count: t.integer().notNull().default(0),
    active: t.boolean().notNull(),
    made: t.timestamp().notNull(),
    changed: t.timestamp(),
  },
  (c) => [
    primaryKey('id', { name: 'pk_${table}' }),
    uniqueConstraint('code', { name: 'uq_${table}_code' }),
    foreignKey('parent_id', '${name(parent(number))}.id', { name: 'fk_${table}_parent' }),
    index(c.title, { name: 'ix_${table}_title' }),
    index([c.made, c.active], { name: 'ix_${table}_made' }),
  ],
)
`
  })
  return `import { foreignKey, index, primaryKey, t, table, uniqueConstraint } from 'tsmig'\n\n${declarations.join('\n')}`
}

export function alembicModels(tables: number): string {
  const declarations = numbers(tables).map((number) => {
    const table = name(number)
    return `Table(
    "${table}",
    metadata,
    Column("id", Integer, nullable=False),
    Column("parent_id", Integer),
    Column("code", String(40), nullable=False),
    Column("title", String(200), nullable=False),
    Column("body", Text),
    Column("amount", Numeric(12, 2)),
    Column("count", Integer, nullable=False, server_default="0"),
    Column("active", Boolean, nullable=False),
    Column("made", TIMESTAMP, nullable=False),
    Column("changed", TIMESTAMP),
    PrimaryKeyConstraint("id", name="pk_${table}"),
    UniqueConstraint("code", name="uq_${table}_code"),
    ForeignKeyConstraint(["parent_id"], ["${name(parent(number))}.id"], name="fk_${table}_parent"),
    Index("ix_${table}_title", "title"),
    Index("ix_${table}_made", "made", "active"),
)
`
  })
  return `from sqlalchemy import (
    Boolean, Column, ForeignKeyConstraint, Index, Integer, MetaData, Numeric,
    PrimaryKeyConstraint, String, Table, Text, TIMESTAMP, UniqueConstraint,
)

metadata = MetaData()

${declarations.join('\n')}`
}
