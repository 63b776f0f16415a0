import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openKeptChecksums } from '../../src/project/cache/kept-checksums.ts'
import { createProject } from '../support/databases.ts'
import { tempProject } from './temp-project.ts'

let cache: string

beforeEach(() => {
  cache = join(tempProject({}), 'cache')
  vi.stubEnv('TSMIG_CACHE', cache)
})

afterEach(() => {
  vi.unstubAllEnvs()
})

/** The texts whose checksums had to be made, of so many that are asked for. */
function madeOf(count: number, asked = 'one way'): number {
  let made = 0
  const kept = openKeptChecksums('.', asked)
  for (let number = 0; number < count; number++) {
    const make = () => {
      made += 1
      return `code ${number}`
    }
    expect(kept.of(`text ${number}`, make)).toBe(`code ${number}`)
  }
  kept.save()
  return made
}

test('of many texts, all but the first are kept', () => {
  expect(madeOf(200)).toBe(200)
  expect(madeOf(200)).toBe(50)
  expect(madeOf(300)).toBe(150)
  expect(madeOf(300)).toBe(50)
})

test('few are made each time, and nothing is written', () => {
  expect(madeOf(50)).toBe(50)
  expect(madeOf(50)).toBe(50)
  expect(existsSync(cache)).toBe(false)
})

test('another way to take texts apart has its own', () => {
  madeOf(200)
  expect(madeOf(200, 'another way')).toBe(200)
  expect(madeOf(200)).toBe(50)
})

test.each(['', '{', '[]', '{"asked":"one way"}', '{"asked":"another way","checksums":{"text 60":"wrong"}}'])(
  'a file that holds %j is as good as none',
  (content) => {
    madeOf(200)
    const [name = ''] = readdirSync(cache)
    writeFileSync(join(cache, name), content)
    expect(madeOf(200)).toBe(200)
    expect(madeOf(200)).toBe(50)
  },
)

test('a cache that is a file, or off, is as good as none', () => {
  writeFileSync(cache, '')
  expect([madeOf(200), madeOf(200)]).toEqual([200, 200])
  vi.stubEnv('TSMIG_CACHE', 'off')
  expect([madeOf(200), madeOf(200)]).toEqual([200, 200])
  expect(readFileSync(cache, 'utf8')).toBe('')
})

test('the log of a run has the same checksums with what was kept and without, also of a file that was edited', async () => {
  const { project, query } = await createProject('sqlite')
  const write = (number: number, name: string) =>
    project.revision(`r${number}`, number === 0 ? null : `r${number - 1}`, {
      upgrade: `await op.createTable('${name}', { id: t.integer() })`,
      downgrade: `await op.dropTable('${name}')`,
    })
  for (let number = 0; number < 120; number++) write(number, `table_${number}`)
  const logged = async (cached: string) => {
    const ran = await project.runWith({ TSMIG_CACHE: cached }, 'upgrade', 'head')
    expect(ran.code).toBe(0)
    const rows = await query(
      "SELECT revision, checksum, exact_checksum FROM tsmig_version_log WHERE direction = 'upgrade' ORDER BY id DESC LIMIT 120",
    )
    await project.ok('downgrade', 'base')
    return rows
  }
  const first = await logged(cache)
  expect(readdirSync(cache).some((name) => name.startsWith('checksums-'))).toBe(true)
  expect(await logged(cache)).toEqual(first)
  write(100, 'another')
  const edited = await logged(cache)
  expect(edited).not.toEqual(first)
  expect(await logged('off')).toEqual(edited)
})

test('many files that were laid out anew are compared by what was kept, and one that was edited is told', async () => {
  const { project } = await createProject('sqlite')
  const places: string[] = []
  for (let number = 0; number < 120; number++)
    places.push(
      project.path(
        project.revision(`r${number}`, number === 0 ? null : `r${number - 1}`, {
          upgrade: `await op.createTable('table_${number}', { id: t.integer() })`,
        }),
      ),
    )
  const upgrade = (cached: string) => project.runWith({ TSMIG_CACHE: cached }, 'upgrade', 'head')
  expect((await upgrade('off')).code).toBe(0)
  for (const place of places) writeFileSync(place, `\n\n${readFileSync(place, 'utf8')}`)
  const told = async (cached: string) => (await upgrade(cached)).stderr.match(/edited .*?: r\d+/g)
  expect(await told(cache)).toBeNull()
  expect(readdirSync(cache).some((name) => name.startsWith('checksums-'))).toBe(true)
  const [, edited = ''] = places
  writeFileSync(edited, readFileSync(edited, 'utf8').replace('table_1', 'another'))
  const one = ['edited after it was applied here: r1']
  expect([await told(cache), await told(cache), await told('off')]).toEqual([one, one, one])
})
