/** The databases tsmig speaks to. */
export type DialectName = 'postgres' | 'sqlite' | 'mysql'
