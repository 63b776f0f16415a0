import { runBundled } from '../../support/run-bundled.mjs'

runBundled(new URL('damage.ts', import.meta.url))
