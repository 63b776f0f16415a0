import type { Job } from './job.ts'
import { noOp } from './jobs/no-op.ts'
import { startUp } from './jobs/start-up.ts'

export const jobs: readonly Job[] = [startUp, noOp]
