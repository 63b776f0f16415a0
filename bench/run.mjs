import { runBundled } from '../test/support/run-bundled.mjs'

runBundled(new URL('bench.ts', import.meta.url))
