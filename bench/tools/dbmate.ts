import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileOf } from '../database.ts'
import type { Peers } from '../peers.ts'
import type { Tool } from './tool.ts'
import { writeFiles } from './write-files.ts'

/** The program itself, without the script of Node that stands before it in npm's package. */
const binaryOf = ({ modules }: Peers): string =>
  join(modules, `@dbmate/${process.platform}-${process.arch}/bin/dbmate`)

/** dbmate, a program in Go. */
export const dbmate: Tool = {
  name: 'dbmate',
  databases: ['postgres', 'sqlite'],
  here: (peers) => existsSync(binaryOf(peers)),
  write(folder, _url, migrations) {
    const files: Record<string, string> = {}
    for (const { name, number, statements, undo } of migrations) {
      const text = (all: readonly string[]): string => all.map((sql) => `${sql};\n`).join('')
      files[`db/migrations/${20_200_101_000_000 + number}_${name}.sql`] =
        `-- migrate:up\n${text(statements)}\n-- migrate:down\n${text(undo)}`
    }
    writeFiles(folder, files)
  },
  upgrade: (folder, url, peers) => ({
    program: binaryOf(peers),
    args: ['--no-dump-schema', '--url', dbmateUrl(url), 'migrate'],
    cwd: folder,
  }),
}

function dbmateUrl(url: string): string {
  return url.startsWith('sqlite:') ? `sqlite:${fileOf(url)}` : `${url}?sslmode=disable`
}
