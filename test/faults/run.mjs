import { runBundled } from '../support/run-bundled.mjs'

runBundled(new URL('faults.ts', import.meta.url))
