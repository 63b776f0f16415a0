import type { TableName } from '../schema/model.ts'

/** A table as it is named: text (a dot is part of the name), or its parts. */
export type TableArgument = string | TableName
