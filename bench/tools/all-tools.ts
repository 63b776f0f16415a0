import type { DatabaseKind } from '../database.ts'
import type { Peers } from '../peers.ts'
import { alembic } from './alembic.ts'
import { dbmate } from './dbmate.ts'
import { drizzle } from './drizzle.ts'
import { knex } from './knex.ts'
import { mikroOrm } from './mikro-orm.ts'
import { nodePgMigrate } from './node-pg-migrate.ts'
import { raw } from './raw.ts'
import type { Tool } from './tool.ts'
import { tsmig } from './tsmig.ts'
import { typeorm } from './typeorm.ts'
import { umzug } from './umzug.ts'

const tools: readonly Tool[] = [
  raw,
  tsmig,
  knex,
  umzug,
  nodePgMigrate,
  drizzle,
  typeorm,
  mikroOrm,
  dbmate,
  alembic,
]

/** The peers that run in Node. */
export const nodePeers: readonly Tool[] = [knex, umzug, nodePgMigrate, drizzle, typeorm, mikroOrm]

/** Those that can migrate such a database, and can run here. */
export function toolsFor(kind: DatabaseKind, peers: Peers): readonly Tool[] {
  return tools.filter(({ databases, here }) => databases.includes(kind) && (here?.(peers) ?? true))
}
