import { spawnSync } from 'node:child_process'
import type { RandomGraph } from './random-graph.ts'

/** Where a tool came with a graph; rows and order by ids. */
export interface Walk {
  /** Rows of the version table when the first revisions were applied, and when all were. */
  readonly first: readonly string[]
  readonly all: readonly string[]
  /** The revisions as they were applied. */
  readonly order: readonly string[]
  /** What is left behind a downgrade to base: rows, and revisions that were not taken back. */
  readonly left: readonly string[]
}

const python = process.env.TSMIG_TEST_PYTHON ?? 'python3'

/** The version of Alembic that Python has; absent where it has none. */
export function alembicVersion(): string | undefined {
  const { status, stdout } = spawnSync(python, ['-c', 'import alembic; print(alembic.__version__)'], {
    encoding: 'utf8',
  })
  return status === 0 ? stdout.trim() : undefined
}

/** Walks through graphs with Alembic on SQLite, each in a folder of its own; a text where it failed. */
export function walkWithAlembic(graphs: readonly RandomGraph[], folder: string): readonly (Walk | string)[] {
  const { status, stdout, stderr } = spawnSync(python, ['-c', program], {
    cwd: folder,
    input: JSON.stringify(graphs),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (status !== 0) throw new Error(`Python ended with ${status}: ${stderr}`)
  return JSON.parse(stdout) as readonly (Walk | string)[]
}

const program = `
import json, os, sqlite3, sys
from alembic import command
from alembic.config import Config

ENV = """
from alembic import context
from sqlalchemy import create_engine
engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""

def write(folder, node):
    with open(f"{folder}/versions/{node['id']}.py", "w") as file:
        file.write(f"""from alembic import op
revision = {node['id']!r}
down_revision = {tuple(node['parents']) or None!r}
depends_on = {tuple(node['dependsOn']) or None!r}
def upgrade():
    op.execute("INSERT INTO applied (id) VALUES ('{node['id']}')")
def downgrade():
    op.execute("DELETE FROM applied WHERE id = '{node['id']}'")
""")

def walk(graph, folder):
    os.makedirs(f"{folder}/versions")
    with open(f"{folder}/env.py", "w") as file:
        file.write(ENV)
    path = f"{folder}/app.db"
    def read(sql):
        with sqlite3.connect(path) as database:
            return [row[0] for row in database.execute(sql)]
    read("CREATE TABLE applied (number INTEGER PRIMARY KEY, id TEXT)")
    config = Config()
    config.set_main_option("script_location", os.path.abspath(folder))
    config.set_main_option("sqlalchemy.url", f"sqlite:///{os.path.abspath(path)}")
    rows = "SELECT version_num FROM alembic_version"
    found = {}
    nodes, early = graph["nodes"], graph["early"]
    for key, some in (("first", nodes[:early]), ("all", nodes[early:])):
        for node in some:
            write(folder, node)
        command.upgrade(config, "heads")
        found[key] = read(rows)
    found["order"] = read("SELECT id FROM applied ORDER BY number")
    command.downgrade(config, "base")
    found["left"] = read(rows) + read("SELECT id FROM applied")
    return found

walks = []
for at, graph in enumerate(json.load(sys.stdin)):
    try:
        walks.append(walk(graph, f"alembic-{at}"))
    except Exception as error:
        walks.append(f"{type(error).__name__}: {error}")
print(json.dumps(walks))
`
