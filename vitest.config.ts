import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    alias: {
      'tsmig/testing': new URL('./src/testing.ts', import.meta.url).pathname,
      tsmig: new URL('./src/index.ts', import.meta.url).pathname,
    },
  },
  test: {
    include: ['test/**/*.test.ts'],
    // Only what hangs is to end here: a busy machine may take its time.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: 'forks',
    // A test waits for programs and servers more than it works: one more than there are cores.
    maxWorkers: availableParallelism() + 1,
    globalSetup: 'test/support/global-setup.ts',
    setupFiles: 'test/support/property-seed.ts',
  },
})
