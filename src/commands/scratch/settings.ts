import type { ConnectionSource } from '../../runtime/connect.ts'
import type { DatabaseSettings } from '../database/settings.ts'

/** The same settings for a scratch database: its version table is in its own schema, and no hook hears of it. */
export function scratchSettings(settings: DatabaseSettings, source: ConnectionSource): DatabaseSettings {
  const { onVersionApply: _, ...environment } = settings.environment
  const { name, primaryKey } = settings.versionTable
  return { ...settings, source, versionTable: { name, primaryKey }, environment }
}
