import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { packageRoot } from '../../support/package-root.ts'
import { revisionText } from '../../support/revision-text.ts'
import type { FaultTest, Round } from '../fault-test.ts'
import { writeProject } from '../tools/tsmig.ts'
import { alembicVersion, type Walk, walkWithAlembic } from './alembic.ts'
import { type GraphNode, type RandomGraph, randomGraph } from './random-graph.ts'

/**
 * Where a merge takes the place of one row alone (`.slice(0, 1)` of the rows in `upgrade` of src/graph/heads.ts), 16 of 20
 * graphs did not lead where they should.
 */
export const randomGraphs: FaultTest = {
  name: 'H5',
  title: 'random graphs lead where Alembic leads, and back to nothing',
  databases: ['sqlite'],
  rounds: { short: 1, full: 50 },
  async start({ short }) {
    const version = alembicVersion()
    if (version === undefined)
      return 'Alembic is not installed (pip install alembic==1.20.0; TSMIG_TEST_PYTHON names the Python that has it)'
    const [perRound, most] = short ? [8, 30] : [20, 60]
    return async (round) => {
      const graphs = Array.from({ length: perRound }, () => randomGraph(round.dice, most))
      const theirs = walkWithAlembic(graphs, round.folder)
      const ours = await walkWithTsmig(round, graphs)
      let [alike, failed] = [0, 0]
      for (const [index, graph] of graphs.entries()) {
        const [mine, other] = [ours[index], theirs[index]]
        if (mine === undefined || other === undefined) throw new Error('a walk is missing')
        const wrong = typeof mine === 'string' ? [mine] : wrongIn(graph, mine, other)
        if (typeof other === 'string') failed += 1
        if (wrong.length === 0) alike += 1
        else round.fail(`${JSON.stringify(graph)}: ${wrong.join('; ')}: ${JSON.stringify([mine, other])}`)
      }
      return { graphs: graphs.length, alike, 'Alembic failed': failed }
    }
  },
}

/** What does not hold. */
function wrongIn({ nodes }: RandomGraph, mine: Walk, other: Walk | string): readonly string[] {
  const wrong: string[] = []
  const sorted = (ids: readonly string[]) => JSON.stringify([...ids].sort())
  if (typeof other !== 'string') {
    if (sorted(mine.first) !== sorted(other.first)) wrong.push('other rows of the first revisions')
    if (sorted(mine.all) !== sorted(other.all)) wrong.push('other rows')
  }
  if (sorted(mine.order) !== sorted(nodes.map(({ id }) => id))) wrong.push('not each revision once')
  if (!isInOrder(nodes, mine.order)) wrong.push('a revision before what it needs')
  if (mine.left.length > 0) wrong.push('something is left')
  return wrong
}

function isInOrder(nodes: readonly GraphNode[], order: readonly string[]): boolean {
  const places = new Map(order.map((id, at) => [id, at]))
  const place = (id: string) => places.get(id) ?? -1
  return nodes.every(({ id, parents, dependsOn }) =>
    [...parents, ...dependsOn].every((need) => place(need) < place(id)),
  )
}

/** The same as with Alembic, all in one process. */
async function walkWithTsmig(
  { folder, run }: Round,
  graphs: readonly RandomGraph[],
): Promise<readonly (Walk | string)[]> {
  const files = graphs.map(({ nodes, early }, at) => {
    const project = join(folder, `tsmig-${at}`)
    mkdirSync(project)
    writeProject(project, 'sqlite:///app.db', [])
    const texts = nodes.map((node) => [join(project, 'migrations/versions', `${node.id}_.ts`), textOf(node)])
    return { project, early: texts.slice(0, early), late: texts.slice(early) }
  })
  writeFileSync(join(folder, 'graphs.json'), JSON.stringify(files))
  writeFileSync(join(folder, 'walk.mjs'), program)
  const { code, stdout, stderr } = await run(['walk.mjs'])
  if (code !== 0) throw new Error(`the walk ended with ${code}: ${stderr}`)
  return JSON.parse(stdout) as readonly (Walk | string)[]
}

function textOf({ id, parents, dependsOn }: GraphNode): string {
  return revisionText(id, parents.length === 0 ? null : parents, {
    upgrade: `await op.execute("INSERT INTO applied (id) VALUES ('${id}')")`,
    downgrade: `await op.execute("DELETE FROM applied WHERE id = '${id}'")`,
    ...(dependsOn.length > 0 && { dependsOn }),
  })
}

const library = pathToFileURL(join(packageRoot, 'dist/index.js')).href
const sqlite = pathToFileURL(join(packageRoot, 'node_modules/better-sqlite3/lib/index.js')).href

const program = `
import { readFileSync, writeFileSync } from 'node:fs'
import Sqlite from ${JSON.stringify(sqlite)}
import { downgrade, upgrade } from ${JSON.stringify(library)}

async function walk({ project, early, late }) {
  const database = new Sqlite(project + '/app.db')
  const read = (sql) => database.prepare(sql).pluck().all()
  database.exec('CREATE TABLE applied (number INTEGER PRIMARY KEY, id TEXT)')
  const rows = 'SELECT version_num FROM tsmig_version'
  const found = {}
  for (const [key, some] of [['first', early], ['all', late]]) {
    for (const [path, text] of some) writeFileSync(path, text)
    await upgrade({ cwd: project, target: 'heads' })
    found[key] = read(rows)
  }
  found.order = read('SELECT id FROM applied ORDER BY number')
  await downgrade({ cwd: project, target: 'base' })
  found.left = [...read(rows), ...read('SELECT id FROM applied')]
  database.close()
  return found
}

const walks = []
for (const one of JSON.parse(readFileSync('graphs.json', 'utf8')))
  walks.push(await walk(one).catch((error) => String(error.stack)))
console.log(JSON.stringify(walks))
`
