import { describe, expect, test } from 'vitest'
import { TestProject } from '../support/project.ts'

const hostile: readonly (readonly [string, string])[] = [
  ['the end of a comment', 'x */ require("fs").writeFileSync("canary", ""); /*'],
  ['backticks and holes', '`$' + '{process.exit(7)}` $' + '{require("fs").writeFileSync("canary","")}'],
  ['template tags', `<% require('fs').writeFileSync('canary', '') %> <%= 1 + 1 %> <%- 2 %>`],
  ['quotes', `it's "quoted" 'twice' """`],
  ['backslashes', String.raw`C:\new\table \u0041 \*/`],
  ['newlines', 'first\nsecond\r\n */\nthird\u2028fourth'],
  ['a path', '../../../etc/passwd'],
  ['directions and controls', '\u202egnp.exe\u202c \u001b[31mred \u0007'],
  ['much', 'long '.repeat(2000)],
  ['nothing but signs', '***///'],
  ['other scripts', 'Таблица 製品 🦄'],
]

describe('a message that holds', () => {
  test.each(hostile)('%s makes a file that is valid, and says just that', async (_, message) => {
    const project = TestProject.create()
    const { stdout } = await project.ok('revision', '-m', message)
    const path = stdout.match(/^created (migrations\/versions\/[^/]+\.ts)\n$/)?.[1]
    expect(path, stdout).toBeDefined()
    expect(Object.keys(project.files())).toEqual([path, 'migrations.ini'].sort())

    // What shows it shows no control characters; whoever asks the library gets it as it was.
    const { history } = await import('tsmig')
    const [view] = await history({ cwd: project.directory })
    expect(view?.doc).toContain(message.trim().split(/\s/)[0])
    const shown = (await project.ok('history', '-v')).stdout
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not reach a terminal.
    expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/)

    await project.ok('upgrade', 'head')
    await project.ok('downgrade', 'base')
    expect(Object.keys(project.files()).filter((name) => /(^|\/)canary$/.test(name))).toEqual([])
  })
})
