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
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    globalSetup: 'test/support/global-setup.ts',
    setupFiles: 'test/support/property-seed.ts',
  },
})
