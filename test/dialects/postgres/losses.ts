/** A script that makes something which is easy to miss, and the first server that knows it. */
export interface Loss {
  readonly title: string
  readonly since?: number
  readonly script: string
  /** What is told of as not read. */
  readonly unread?: readonly { readonly what: string; readonly reason: string }[]
}

/** What stands in a catalog beside the things that everybody uses. */
export const losses: readonly Loss[] = [
  {
    title: 'names, NOT VALID, NO INHERIT and comments of NOT NULL',
    since: 18,
    script: `
      CREATE TABLE a (id integer CONSTRAINT has_id NOT NULL PRIMARY KEY, b text CONSTRAINT a_b_not_null NOT NULL, c text NOT NULL NO INHERIT, d text, e serial,
        f integer GENERATED ALWAYS AS IDENTITY, g integer CONSTRAINT odd NOT NULL NO INHERIT DEFAULT 5, h serial CONSTRAINT counted NOT NULL);
      ALTER TABLE a ADD CONSTRAINT later NOT NULL d NOT VALID;
      ALTER TABLE a ADD COLUMN i text;
      ALTER TABLE a ADD NOT NULL i NOT VALID;
      COMMENT ON CONSTRAINT a_b_not_null ON a IS 'Why';
      COMMENT ON CONSTRAINT odd ON a IS 'Odd';
      CREATE TABLE b (x integer CONSTRAINT of_b NOT NULL) INHERITS (a);
      CREATE TABLE c (y integer);
      CREATE TABLE d () INHERITS (c);
      ALTER TABLE d ADD CONSTRAINT own NOT NULL y;
      CREATE TABLE renamed (id integer NOT NULL);
      ALTER TABLE renamed RENAME TO another`,
  },
  {
    title: 'NOT NULL of partitions',
    since: 18,
    script: `
      CREATE TABLE p (id integer CONSTRAINT p_has_id NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
      CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')`,
  },
  {
    title: 'the NOT NULL of a domain has a name',
    since: 17,
    script: `
      CREATE DOMAIN word AS text CONSTRAINT needed NOT NULL CHECK (VALUE <> '');
      CREATE DOMAIN plain AS text NOT NULL;
      CREATE DOMAIN told AS text NOT NULL;
      COMMENT ON CONSTRAINT told_not_null ON DOMAIN told IS 'Always'`,
  },
  {
    title: 'WITHOUT OVERLAPS and PERIOD',
    since: 18,
    script: `
      CREATE EXTENSION btree_gist;
      CREATE TABLE room (id integer, during tsrange, n integer, PRIMARY KEY (id, during WITHOUT OVERLAPS), CONSTRAINT n UNIQUE (n, during WITHOUT OVERLAPS));
      CREATE TABLE stay (room integer, at tsrange, CONSTRAINT of FOREIGN KEY (room, PERIOD at) REFERENCES room (id, PERIOD during) DEFERRABLE)`,
  },
  {
    title: 'NOT ENFORCED',
    since: 18,
    script: `
      CREATE TABLE a (id integer PRIMARY KEY, CONSTRAINT positive CHECK (id > 0) NOT ENFORCED);
      CREATE TABLE b (a integer REFERENCES a NOT ENFORCED, CONSTRAINT small CHECK (a < 5) NO INHERIT NOT ENFORCED);
      ALTER TABLE b ADD CONSTRAINT later FOREIGN KEY (a) REFERENCES a ON DELETE CASCADE DEFERRABLE NOT ENFORCED`,
  },
  {
    title: 'virtual generated columns',
    since: 18,
    script: `CREATE TABLE a (b integer, c integer GENERATED ALWAYS AS (b * 2) VIRTUAL, d integer GENERATED ALWAYS AS (b * 3) STORED NOT NULL, e text GENERATED ALWAYS AS (b::text) NOT NULL)`,
  },
  {
    title: 'tables of a type',
    script: `
      CREATE SCHEMA other;
      CREATE TYPE zoo AS (id integer, name text COLLATE "C");
      CREATE TYPE other.pair AS (a integer, b text);
      CREATE TABLE animals OF zoo (name WITH OPTIONS NOT NULL DEFAULT 'x', PRIMARY KEY (id));
      CREATE TABLE pairs OF other.pair`,
  },
  {
    title: 'FORCE ROW LEVEL SECURITY where none is enabled',
    script: `CREATE TABLE a (id integer); ALTER TABLE a FORCE ROW LEVEL SECURITY`,
  },
  {
    title: 'comments on attributes of composite types',
    script: `CREATE TYPE place AS (x integer, "y z" text); COMMENT ON COLUMN place.x IS 'From the left'; COMMENT ON COLUMN place."y z" IS 'It''s down'`,
  },
  {
    title: 'comments on schemas that nobody makes',
    script: `COMMENT ON SCHEMA public IS 'It''s ours'`,
  },
  {
    title: 'comments on the sequences of identities',
    script: `CREATE TABLE a (id integer GENERATED ALWAYS AS IDENTITY, n serial); COMMENT ON SEQUENCE a_id_seq IS 'Counts'; COMMENT ON SEQUENCE a_n_seq IS 'Counts, too'`,
  },
  {
    title: 'defaults of a view, settings of a materialized one',
    script: `
      CREATE TABLE a (id integer, b text, c text);
      CREATE VIEW v AS SELECT id, b AS "b b" FROM a;
      ALTER VIEW v ALTER COLUMN id SET DEFAULT 1 + 1;
      ALTER VIEW v ALTER COLUMN "b b" SET DEFAULT 'x';
      CREATE MATERIALIZED VIEW m AS SELECT id, b, c FROM a;
      ALTER MATERIALIZED VIEW m ALTER COLUMN b SET STATISTICS 33, ALTER COLUMN b SET STORAGE external, ALTER COLUMN id SET (n_distinct = -0.5)`,
  },
  {
    title: 'views that ask each other',
    script: `
      CREATE SCHEMA other;
      CREATE VIEW a AS SELECT 1 AS one, 'x'::varchar(5) AS "two words", 'y'::text COLLATE "C" AS three;
      CREATE VIEW other.b AS SELECT one, "two words", three FROM a;
      CREATE VIEW c AS SELECT one FROM other.b;
      CREATE OR REPLACE VIEW a WITH (security_barrier = true) AS SELECT c.one, b."two words", b.three FROM other.b, c;
      CREATE VIEW beside AS SELECT one FROM a;
      CREATE VIEW below AS SELECT 1 AS n;
      COMMENT ON VIEW a IS 'Round';
      COMMENT ON COLUMN a.one IS 'And round'`,
  },
  {
    title: 'triggers of partitions in another state',
    script: `
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TABLE p (id integer, at date) PARTITION BY RANGE (at);
      CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
      CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
      CREATE TRIGGER t AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();
      ALTER TABLE p1 DISABLE TRIGGER t;
      ALTER TABLE p2 ENABLE ALWAYS TRIGGER t`,
  },
  {
    title: 'sequences of tables that are not logged',
    since: 15,
    script: `
      CREATE UNLOGGED TABLE a (id serial, n integer GENERATED ALWAYS AS IDENTITY);
      CREATE UNLOGGED SEQUENCE s`,
  },
  {
    title: 'a foreign key whose triggers are off',
    script: `CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (a integer CONSTRAINT to_a REFERENCES a); ALTER TABLE b DISABLE TRIGGER ALL`,
    unread: [
      {
        what: 'foreign key "public"."to_a" of "public"."b"',
        reason: 'Its triggers are disabled: nothing holds rows to it. It is read like one that holds.',
      },
    ],
  },
  {
    title: 'an index that is not valid',
    script: `CREATE TABLE a (id integer) PARTITION BY LIST (id); CREATE TABLE a1 PARTITION OF a FOR VALUES IN (1); CREATE INDEX i ON ONLY a (id)`,
    unread: [
      {
        what: 'index "public"."i" of "public"."a"',
        reason: 'It is not valid: its making failed, or has not ended. It is read like one that is valid.',
      },
    ],
  },
  {
    title: 'types that are only announced, transforms, text search, operator classes',
    script: `
      CREATE TYPE announced;
      CREATE TEXT SEARCH CONFIGURATION words (COPY = simple);
      CREATE OPERATOR FAMILY family USING btree;
      CREATE PUBLICATION news;
      CREATE FUNCTION turn(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT AS 'array_unnest_support';
      CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION turn(internal))`,
    unread: [
      {
        what: 'operator family "public"."family"',
        reason: 'tsmig has no operation that makes an operator family.',
      },
      { what: 'publication "news"', reason: 'tsmig has no operation that makes a publication.' },
      { what: 'shell type "public"."announced"', reason: 'tsmig has no operation that makes a shell type.' },
      {
        what: 'text search configuration "public"."words"',
        reason: 'tsmig has no operation that makes a text search configuration.',
      },
      { what: 'transform "integer for sql"', reason: 'tsmig has no operation that makes a transform.' },
    ],
  },
]
