import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Command, Cost } from './command.ts'

/** Linux counts processor time in hundredths of a second. */
const millisecondsPerTick = 10

/** How often the memory of a process is looked at, in milliseconds; what counts is the kernel's own highest mark. */
const memoryInterval = 10

/**
 * Runs one command to its end. `watchMemory` looks at its memory meanwhile, which costs a little.
 *
 * @throws Error with what it printed, where it doesn't end with 0.
 */
export function runCommand(command: Command, { watchMemory = false } = {}): Promise<Cost> {
  const before = childTicks()
  const start = performance.now()
  const child = spawn(command.program, [...command.args], {
    cwd: command.cwd,
    env: { ...quietSurroundings(), ...command.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  let memory = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const timer = watchMemory
    ? setInterval(() => {
        memory = Math.max(memory, highestMemory(child.pid))
      }, memoryInterval)
    : undefined
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const wall = performance.now() - start
      clearInterval(timer)
      if (code === 0) {
        resolve({ wall, cpu: (childTicks() - before) * millisecondsPerTick, memory, stdout })
      } else {
        const line = [command.program, ...command.args].join(' ')
        const said = `${stdout}${stderr}`.slice(0, 2000)
        reject(new Error(`${line} in ${command.cwd} ended with ${code ?? signal}:\n${said}`))
      }
    })
  })
}

/**
 * What the surroundings would tell a tool is left out; and `NODE_EXTRA_CA_CERTS`, which Node 20 reads at every
 * start, for as long as the rest of a short run takes.
 */
function quietSurroundings(): NodeJS.ProcessEnv {
  const { DATABASE_URL, TSMIG_CONFIG, NODE_OPTIONS, NODE_EXTRA_CA_CERTS, FORCE_COLOR, NODE_ENV, ...kept } =
    process.env
  return { ...kept, NO_COLOR: '1' }
}

/** The processor time of all children that have ended, in ticks. */
function childTicks(): number {
  const stat = readOrEmpty('/proc/self/stat')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[13] ?? 0) + Number(fields[14] ?? 0)
}

function highestMemory(pid: number | undefined): number {
  const line = /^VmHWM:\s*(\d+) kB/m.exec(readOrEmpty(`/proc/${pid}/status`))
  return Number(line?.[1] ?? 0) / 1024
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
