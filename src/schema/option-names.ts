const deferral = ['deferrable', 'initially'] as const
const keyIndex = ['storage', 'tablespace', 'comment'] as const

/**
 * The options of each kind of constraint beside its name: what its builder, `op`, batches and the renderer know of.
 * A new option is named here, once.
 */
export const constraintOptions = {
  primaryKey: ['keys', 'include', 'withoutOverlaps', 'sqlite', ...deferral, ...keyIndex],
  unique: ['include', 'nullsNotDistinct', 'withoutOverlaps', 'sqlite', ...deferral, ...keyIndex],
  check: ['notValid', 'noInherit', 'notEnforced', 'comment'],
  exclude: ['method', 'where', ...deferral, ...keyIndex],
  foreignKey: [
    'onDelete',
    'onUpdate',
    'onDeleteColumns',
    'match',
    'period',
    'notValid',
    'notEnforced',
    ...deferral,
    'comment',
  ],
} as const

/** The options of an index beside its name. */
export const indexOptions = [
  'unique',
  'where',
  'method',
  'include',
  'nullsNotDistinct',
  'storage',
  'tablespace',
  'invisible',
  'comment',
] as const
