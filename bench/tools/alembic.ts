import type { Command } from '../measure/command.ts'
import type { Migration } from '../migrations.ts'
import type { Peers } from '../peers.ts'
import type { Tool } from './tool.ts'
import { writeFiles } from './write-files.ts'

const environment = `from alembic import context
from sqlalchemy import engine_from_config, pool
import os
config = context.config
target_metadata = None
if os.path.exists("models.py"):
    import importlib.util
    spec = importlib.util.spec_from_file_location("models", "models.py")
    models = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(models)
    target_metadata = models.metadata
connectable = engine_from_config(config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool)
with connectable.connect() as connection:
    context.configure(connection=connection, target_metadata=target_metadata, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
`

/** A command of Alembic. */
export function alembicCommand(folder: string, args: readonly string[], { python }: Peers): Command {
  return { program: python ?? 'python3', args: ['-m', 'alembic', ...args], cwd: folder }
}

/** `alembic upgrade head`, a transaction each. */
export const alembic: Tool = {
  name: 'Alembic',
  databases: ['postgres', 'sqlite'],
  here: ({ python }) => python !== undefined,
  write(folder, url, migrations) {
    const files: Record<string, string> = {
      'alembic.ini': `[alembic]\nscript_location = migrations\nsqlalchemy.url = ${sqlalchemyUrl(url).replaceAll('%', '%%')}\n`,
      'migrations/env.py': environment,
      'migrations/script.py.mako': '',
      'migrations/versions/.keep': '',
    }
    for (const [index, migration] of migrations.entries()) {
      files[`migrations/versions/${idOf(migration)}_${migration.name}.py`] = revision(
        migration,
        migrations[index - 1],
      )
    }
    writeFiles(folder, files)
  },
  upgrade: (folder, _url, peers) => alembicCommand(folder, ['upgrade', 'head'], peers),
}

function revision(migration: Migration, before: Migration | undefined): string {
  const body = (all: readonly string[]): string =>
    all.map((sql) => `    op.execute(${JSON.stringify(sql)})\n`).join('')
  return `"""${migration.name}"""
from alembic import op

revision = "${idOf(migration)}"
down_revision = ${before === undefined ? 'None' : `"${idOf(before)}"`}
branch_labels = None
depends_on = None


def upgrade():
${body(migration.statements)}

def downgrade():
${body(migration.undo)}`
}

function idOf({ number }: Migration): string {
  return number.toString(16).padStart(12, '0')
}

function sqlalchemyUrl(url: string): string {
  return url.startsWith('sqlite:') ? url : url.replace(/^postgres(ql)?:/, 'postgresql+psycopg2:')
}
