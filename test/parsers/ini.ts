import { type Ini, parseIni } from '../../src/project/config/ini.ts'
import { resolveOption, type Surroundings } from '../../src/project/config/interpolate.ts'
import { PlaceError } from '../../src/project/place-error.ts'
import { must, type Parser, textOf, unlessRefused } from './parser.ts'

const words = [
  ...['[tsmig]\n', '[DEFAULT]\n', '[post_write_hooks]\n', '[', ']', '\n', '\r\n', '\r', '\n  ', '\t', ' '],
  ...['url', 'a', 'b', '__proto__', 'constructor', 'toString', '=', ':', ' = ', '#', ';', '"', "'", '\\'],
  ...[
    '%',
    '%%',
    '%(a)s',
    '%(b)s',
    '%(url)s',
    '%(here)s',
    '%(',
    ')s',
    `\${HOME}`,
    `\${NONE:-x}`,
    '${',
    '}',
    '$${',
  ],
  ...['\0', '\ufeff', '\u2028', 'true', 'null', '[]', 'a[] = 1\n'],
]
const surroundings: Surroundings = {
  names: new Map([['here', `/srv/%(a)s\${HOME}`]]),
  env: { HOME: '/home/%' },
}
const own = Object.getOwnPropertyNames(Object.prototype).join()

/** The ini, with each of its values. */
export const ini: Parser = {
  name: 'ini',
  inputs: textOf(words).map((text) => `[tsmig]\n${text}`),
  read: async (text) => {
    const lines = text.split(/\r\n|\n|\r/).length
    const refuses = (error: unknown) =>
      error instanceof PlaceError && error.line >= 1 && error.line <= lines && error.file === 'migrations.ini'
    let parsed: Ini
    try {
      parsed = await parseIni(text, 'migrations.ini')
    } catch (error) {
      if (refuses(error)) return
      throw error
    }
    for (const [section, options] of parsed.sections) {
      for (const [key, option] of options) {
        must(key === key.toLowerCase() && key !== '', 'a key is in lower case, and not empty')
        must(option.line >= 1 && option.line <= lines, 'an option has a line of the file')
        const value = unlessRefused(() => resolveOption(parsed, section, key, surroundings), refuses)
        must(value === undefined || value.length <= 2_000_000, 'a value has an end')
      }
    }
    must(Object.getOwnPropertyNames(Object.prototype).join() === own, 'no key changes all objects')
  },
}
