import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Dice } from '../../mutation/dice.ts'

/** What code that came out of a text would leave behind. */
const canary = 'canary'

/** Code that would leave it. */
export const canaryCode = `require('fs').writeFileSync('${canary}','')`
const pieces = [
  `*/ ${canaryCode} /*`,
  `*/\n${canaryCode}\n/*`,
  `\${${canaryCode}}`,
  `\`;${canaryCode};\``,
  `';${canaryCode};'`,
  `";${canaryCode};"`,
  `\\';${canaryCode};//`,
  `"""\n${canaryCode}\n"""`,
  `<% ${canaryCode} %>`,
  `<%- ${canaryCode} %>`,
  `\n${canaryCode}\n`,
  `\r\n${canaryCode}//`,
  `\u2028${canaryCode}\u2029`,
  `</script>${canaryCode}`,
  `'; DROP TABLE victim; --`,
  `\\'; DROP TABLE victim; --`,
  `"; DROP TABLE victim; --`,
  '`; DROP TABLE victim; --',
  `'); DROP TABLE victim; --`,
  `*/ DROP TABLE victim; /*`,
  '\n-- downgrade\nDROP TABLE victim;\n',
  '\nCOMMIT;\n\\! touch canary\n',
  '$$; DROP TABLE victim; $$',
  ...[
    '\\',
    '\\\\',
    "'",
    "''",
    '"',
    '`',
    '/*',
    '*/',
    '//',
    '--',
    '#',
    '%s',
    '%',
    '?',
    '??',
    ':x',
    '$1',
    '{{',
    '}}',
  ],
  ...[
    '\u202egnp',
    '\u001b[31m',
    '\u0007',
    '\t',
    '\ufeff',
    'ä',
    '日本',
    '🦄',
    'tsmig-ignore',
    'ignore: ',
    '=',
    '[]',
  ],
]

/** A text that would be code, SQL or a terminal's command where it is not taken as text; without NUL. */
export function hostileText(dice: Dice): string {
  const count = 1 + dice.below(4)
  return Array.from({ length: count }, () => dice.pick(pieces) ?? '').join(dice.chance(50) ? ' ' : '')
}

/** The same as a name: `most` bytes of UTF-8 at most, without space at its end, and not empty. */
export function hostileName(dice: Dice, prefix: string, most = 60): string {
  let name = prefix
  for (const character of hostileText(dice)) {
    if (Buffer.byteLength(name + character) > most) break
    name += character
  }
  return `${name.trimEnd()}_`
}

/** Whatever code left behind: in the folder of the project, or here. */
export function canaries(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(canary))
    .map((path) => join(folder, path))
    .concat(existsSync(canary) ? [canary] : [])
}
