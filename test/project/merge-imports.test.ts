import { expect, test } from 'vitest'
import { mergeImports } from '../../src/project/merge-imports.ts'

test.each([
  [
    "import { type Op, sql, t } from 'tsmig'\nimport { check, sql } from 'tsmig'\n\nx\n",
    "import { check, type Op, sql, t } from 'tsmig'\n\nx\n",
  ],
  [
    "const { t } = require('tsmig')\nconst { sql, t } = require('tsmig')\n",
    "const { sql, t } = require('tsmig')\n",
  ],
  [
    'import { t } from "tsmig";\nimport { join } from "node:path";\nimport { sql } from \'tsmig\'\nrest',
    'import { sql, t } from "tsmig";\nimport { join } from "node:path";\nrest',
  ],
  ["import { t } from 'tsmig'\nx", "import { t } from 'tsmig'\nx"],
  [
    "import * as tsmig from 'tsmig'\nimport { sql } from 'tsmig'\n",
    "import * as tsmig from 'tsmig'\nimport { sql } from 'tsmig'\n",
  ],
])('%j', (source, merged) => {
  expect(mergeImports(source)).toBe(merged)
})
