import { installPeers } from '../../../bench/peers.ts'
import { knexTool } from './knex.ts'
import { nodePgMigrateTool } from './node-pg-migrate.ts'
import type { Tool } from './tool.ts'

/** What tsmig is compared with, at the versions that it is measured beside. */
export function peerTools(): readonly Tool[] {
  const { modules } = installPeers()
  return [knexTool(modules), nodePgMigrateTool(modules, 'fail'), nodePgMigrateTool(modules, 'wait')]
}
