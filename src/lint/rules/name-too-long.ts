import { namesMade } from '../names-made.ts'
import type { Rule } from '../rule.ts'

export const nameTooLong: Rule = {
  code: 'name-too-long',
  level: 'warning',
  servers: ['postgres', 'mysql', 'mariadb'],
  title: 'a name is longer than the server keeps',
  reason:
    'PostgreSQL cuts a name off at 63 bytes, and the code finds it under another; MySQL and MariaDB refuse more than 64 characters.',
  safe: 'a shorter name',
  alsoNew: true,
  find({ step }, { server }) {
    return namesMade(step).flatMap((name) => {
      const isLong =
        server.name === 'postgres' ? new TextEncoder().encode(name).length > 63 : [...name].length > 64
      return isLong ? { message: `${name} is longer than the server keeps` } : []
    })
  },
}
