import type { Job } from './job.ts'
import { apply } from './jobs/apply.ts'
import { check } from './jobs/check.ts'
import { noOp } from './jobs/no-op.ts'
import { startUp } from './jobs/start-up.ts'

export const jobs: readonly Job[] = [startUp, noOp, apply, check]
