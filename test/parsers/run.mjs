import { runBundled } from '../support/run-bundled.mjs'

runBundled(new URL('fuzz.ts', import.meta.url))
