import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { packageRoot } from '../../support/package-root.ts'
import type { FaultTest } from '../fault-test.ts'
import { writeProject } from '../tools/tsmig.ts'
import { canaries, canaryCode } from './hostile-text.ts'

/** Where the value of a name may come from any section (src/project/config/interpolate.ts), the url holds another section's. */
export const iniTexts: FaultTest = {
  name: 'S5',
  title: 'an ini sets its own values, and nothing else',
  databases: ['sqlite'],
  rounds: { short: 1, full: 1 },
  async start({ short }) {
    return async ({ database, folder, run, fail }) => {
      writeProject(folder, database.url, [{ name: 'm1', statements: ['CREATE TABLE one (id integer)'] }])
      let escapes = 0
      const chosen = short ? inis.slice(4, 8) : inis
      for (const text of chosen) {
        writeFileSync(join(folder, 'migrations.ini'), text)
        const { stdout } = await run(['--input-type=module', '-e', look])
        const seen = `${stdout}${readdirSync(folder).join()}`
        const holds = !/polluted|leaked/.test(seen) && canaries(folder).length === 0
        if (holds) continue
        escapes += 1
        fail(`${text}: ${stdout}`)
      }
      return { tries: chosen.length, escapes }
    }
  },
}

const start = '[tsmig]\nscript_location = migrations\nurl = sqlite:///app.db\n'
const inis = [
  `${start}__proto__ = polluted\nconstructor = polluted\n`,
  `${start}[__proto__]\nx = polluted\n`,
  `${start}[tsmig.__proto__]\nx = polluted\n`,
  `${start}[constructor.prototype]\nx = polluted\n`,
  `${start}__proto__[] = polluted\n__proto__[x] = polluted\n__proto__.x = polluted\n`,
  `[tsmig]\nscript_location = migrations\nurl = sqlite:///%(secret)s.db\n[other]\nsecret = leaked\n`,
  `[tsmig]\nscript_location = migrations\nurl = sqlite:///%(__proto__)s%(constructor)s.db\n`,
  ...[`\${${canaryCode}}`, `<%- ${canaryCode} %>`, `#{${canaryCode}}`, canaryCode].map(
    (code) => `${start}file_template = ${code}\ntimezone = ${code}\nversion_table = ${code}\n`,
  ),
]

/** Whatever the library makes of the ini, no other object has got anything. */
const look = `
import { heads, upgrade } from ${JSON.stringify(pathToFileURL(join(packageRoot, 'dist/index.js')).href)}
for (const command of [heads, () => upgrade({ target: 'head' })])
  try { await command({}) } catch (error) { console.log(error.message) }
console.log(JSON.stringify([({}).x, Object.prototype.x, ({}).constructor === Object, Function.prototype.x]))
`
