import type { ColumnSettingChanges } from '../../operations/column-setting-changes.ts'
import type { DialectName } from '../../schema/dialect-name.ts'
import type { Column, MysqlColumn, PostgresColumn } from '../../schema/model.ts'
import { changed, settingsChange, someOf } from './table-options.ts'

/** How what only one database has of a column has to change. */
export function settingChanges(was: Column, now: Column, dialect: DialectName): ColumnSettingChanges {
  switch (dialect) {
    case 'postgres': {
      const postgres = postgresChange(was.postgres ?? {}, now.postgres ?? {})
      return postgres === undefined ? {} : { postgres }
    }
    case 'mysql': {
      const mysql = mysqlChange(was.mysql ?? {}, now.mysql ?? {})
      return mysql === undefined ? {} : { mysql }
    }
    case 'sqlite': {
      const sqlite = someOf(changed(was.sqlite ?? {}, now.sqlite ?? {}, 'onNull'))
      // Without NOT NULL there is nothing to break.
      return sqlite === undefined || now.nullable ? {} : { sqlite }
    }
    default:
      return dialect satisfies never
  }
}

function postgresChange(was: PostgresColumn, now: PostgresColumn): ColumnSettingChanges['postgres'] {
  const options = settingsChange(was.options, now.options)
  return someOf({
    ...changed(was, now, 'storage'),
    ...changed(was, now, 'compression'),
    ...changed(was, now, 'statistics'),
    ...(options && { options }),
  })
}

function mysqlChange(was: MysqlColumn, now: MysqlColumn): ColumnSettingChanges['mysql'] {
  return someOf({
    ...(now.characterSet !== undefined && changed(was, now, 'characterSet')),
    ...changed(was, now, 'onUpdate'),
    ...(was.invisible !== now.invisible && { invisible: now.invisible === true }),
    ...changed(was, now, 'check'),
  })
}
