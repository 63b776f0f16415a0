import fc from 'fast-check'

// CI draws the same cases for the same commit; everywhere else each run draws its own.
const seed = process.env.TSMIG_TEST_SEED
if (seed !== undefined) fc.configureGlobal({ seed: Number(seed) })
