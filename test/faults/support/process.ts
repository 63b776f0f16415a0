import { spawn } from 'node:child_process'

/** A process that has ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  readonly seconds: number
  /** It didn't end by itself, and was killed in the end. */
  readonly hung: boolean
}

/** A process that runs. */
export interface Started {
  readonly pid: number
  readonly ended: Promise<Ended>
  /** Rejects where it ends before it has written this to stdout. */
  said(text: string): Promise<void>
  kill(signal: NodeJS.Signals): void
}

/** Longer than anything that is started here has to do. */
const longest = 300_000

/** Starts Node with these arguments, without what the surroundings would tell a migration tool. */
export function startNode(
  args: readonly string[],
  { cwd, env = {}, uid }: { cwd: string; env?: Readonly<Record<string, string>>; uid?: number },
): Started {
  const { DATABASE_URL, TSMIG_CONFIG, NODE_OPTIONS, FORCE_COLOR, NODE_ENV, ...inherited } = process.env
  const start = performance.now()
  const child = spawn(process.execPath, [...args], {
    cwd,
    env: { ...inherited, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid !== undefined && { uid, gid: uid }),
  })
  const output = { stdout: '', stderr: '' }
  const listeners = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text
    for (const listener of listeners) listener()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text
  })
  let hung = false
  const timer = setTimeout(() => {
    hung = true
    child.kill('SIGKILL')
  }, longest)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      resolve({ code, signal, ...output, seconds: (performance.now() - start) / 1000, hung })
    })
  })
  return {
    pid: child.pid ?? 0,
    ended,
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!output.stdout.includes(text)) return
          listeners.delete(look)
          resolve()
        }
        listeners.add(look)
        look()
        void ended.then(({ stderr }) => reject(new Error(`it never said "${text}":\n${stderr}`)))
      }),
    kill: (signal) => void child.kill(signal),
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
