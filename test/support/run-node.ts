import { spawn } from 'node:child_process'

/** Runs Node in a folder, as somebody would outside of these tests. */
export function runNode(
  args: readonly string[],
  cwd: string,
): Promise<{ code: number | null; output: string }> {
  // Another test runner is this one's parent, and says so to its children.
  const { NODE_TEST_CONTEXT, NODE_OPTIONS, DATABASE_URL, TSMIG_CONFIG, ...env } = process.env
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}
