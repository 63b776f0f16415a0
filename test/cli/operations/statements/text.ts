/** SQL text, as it stands. */
import { type Op, sql } from 'tsmig'

export const revision = 'text'
export const downRevision = null

export async function upgrade(op: Op) {
  await op.execute(`
    CREATE TABLE note (id integer PRIMARY KEY, body text); -- a note; with a semicolon
    /* and a comment; of two
       lines */
    INSERT INTO note VALUES (1, 'one;two'), (2, '? ?? $1 :x @y % %s \${z} $tag$');
    INSERT INTO note VALUES (3, 'it''s -- no comment'), (4, 'a /* b'), (5, 'line
one;
two')`)
  await op.execute("INSERT INTO note VALUES (6, 'back\\slash');;  ")
  await op.execute('UPDATE note SET body = body WHERE id = 1 -- the end')
  await op.execute('INSERT INTO note VALUES (7, NULL) /* the end; */ ')
  await op.execute(sql`INSERT INTO note VALUES (${8}, ${"tagged: it's ? :x $1"})`)
  await op.execute('CREATE TABLE log (id integer, note integer)')
  if (op.dialect === 'sqlite') {
    await op.execute(`CREATE TRIGGER note_log AFTER INSERT ON note BEGIN
      INSERT INTO log VALUES (new.id, 1);
      INSERT INTO log VALUES (new.id, CASE WHEN new.body IS NULL THEN 2 ELSE 3 END);
    END`)
  } else if (op.dialect === 'mysql') {
    await op.execute(`CREATE TRIGGER note_log AFTER INSERT ON note FOR EACH ROW BEGIN
      INSERT INTO log VALUES (new.id, 1); -- it's; one
      INSERT INTO log VALUES (new.id, CASE WHEN new.body IS NULL THEN 2 ELSE 3 END);
    END`)
  } else {
    await op.execute(`CREATE FUNCTION note_log() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        INSERT INTO log VALUES (new.id, 1); -- $1 ? 'quote
        INSERT INTO log VALUES (new.id, CASE WHEN new.body IS NULL THEN 2 ELSE 3 END);
        RETURN new;
      END
      $body$;
      CREATE TRIGGER note_log AFTER INSERT ON note FOR EACH ROW EXECUTE FUNCTION note_log()`)
  }
  await op.execute("INSERT INTO note VALUES (9, 'logged')")
  await op.execute('CREATE VIEW short_note AS SELECT id, substr(body, 1, 3) AS body FROM note')
}

export async function downgrade(op: Op) {
  await op.execute('DROP VIEW short_note; DROP TABLE log; DROP TABLE note;')
  if (op.dialect === 'postgres') await op.execute('DROP FUNCTION note_log()')
}
