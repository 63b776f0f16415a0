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
    // A test waits for the programs it starts more than it works: no core is kept for the runner.
    maxWorkers: '100%',
    globalSetup: 'test/support/global-setup.ts',
    setupFiles: 'test/support/property-seed.ts',
  },
})
