import { runBundled } from '../support/run-bundled.mjs'

runBundled(new URL('replay.ts', import.meta.url))
