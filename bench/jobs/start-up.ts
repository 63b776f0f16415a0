import type { Finding, Job } from '../job.ts'
import { interleave } from '../measure/interleave.ts'
import { newFolder } from '../project.ts'
import { alembicCommand } from '../tools/alembic.ts'
import { floor } from '../tools/raw.ts'
import { node } from '../tools/tool.ts'
import { tsmigCommand } from '../tools/tsmig.ts'

/** What a run costs that does nothing. */
export const startUp: Job = {
  name: 'start-up',
  async run(bench): Promise<readonly Finding[]> {
    const folder = newFolder(bench)
    const measured = await interleave(
      [
        { name: 'empty module', command: node(folder, [floor('empty.mjs')]) },
        { name: 'tsmig --version', command: tsmigCommand(folder, ['--version']) },
        { name: 'tsmig --help', command: tsmigCommand(folder, ['--help']) },
        { name: 'tsmig completion bash', command: tsmigCommand(folder, ['completion', 'bash']) },
        {
          name: 'knex --version',
          command: node(folder, [`${bench.peers.modules}/knex/bin/cli.js`, '--version']),
        },
        ...(bench.peers.python === undefined
          ? []
          : [{ name: 'alembic --version', command: alembicCommand(folder, ['--version'], bench.peers) }]),
      ],
      { rounds: bench.quick ? 7 : 21 },
    )
    return [
      {
        title: 'Start',
        quantities: ['wall', 'cpu'],
        base: 'empty module',
        measured,
        goals: [
          { kind: 'ratio', of: 'tsmig --version', to: 'empty module', atMost: 1.15 },
          { kind: 'ratio', of: 'tsmig --help', to: 'empty module', atMost: 1.15 },
          { kind: 'ratio', of: 'tsmig completion bash', to: 'empty module', atMost: 1.15 },
        ],
      },
    ]
  },
}
