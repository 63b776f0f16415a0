import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { TestProject } from '../support/project.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

test('without mysql2, a mysql url is answered with how to install it', () => {
  const project = TestProject.create({ url: 'mysql://root:s3cret@127.0.0.1:3306/app' })
  for (const part of ['bin', 'dist', 'templates', 'package.json']) {
    cpSync(`${root}${part}`, project.path(`tsmig/${part}`), { recursive: true })
  }
  mkdirSync(project.path('tsmig/node_modules'))
  const { dependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
  for (const name of Object.keys(dependencies)) {
    symlinkSync(`${root}node_modules/${name}`, project.path(`tsmig/node_modules/${name}`))
  }
  const ran = spawnSync(process.execPath, [project.path('tsmig/bin/tsmig.cjs'), 'current'], {
    cwd: project.directory,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  })
  expect(ran.stderr).toContain('the MySQL driver "mysql2" could not be loaded')
  expect(ran.stderr).toContain('npm install mysql2')
  expect(ran.stderr).not.toContain('s3cret')
  expect(ran.status).not.toBe(0)
})
