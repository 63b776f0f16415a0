import type { Rule } from '../rule.ts'

export const utf8mb3: Rule = {
  code: 'utf8mb3',
  level: 'warning',
  servers: ['mysql', 'mariadb'],
  title: 'a character set has no room for all characters',
  reason: 'utf8 is utf8mb3, three bytes a character: emoji and rare characters are refused or cut off.',
  safe: 'utf8mb4',
  alsoNew: true,
  find({ step }) {
    const sets =
      step.kind === 'createTable'
        ? [step.table.mysql?.characterSet, ...step.table.columns.map(({ mysql }) => mysql?.characterSet)]
        : step.kind === 'alterTableOptions'
          ? [step.to.mysql?.characterSet]
          : step.kind === 'addColumn'
            ? [step.column.mysql?.characterSet]
            : []
    const found = sets.find((set) => set !== undefined && /^utf8(?:mb3)?$/i.test(set))
    return found === undefined ? undefined : { message: `${found} has no room for all characters` }
  },
}
