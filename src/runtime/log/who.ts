import { hostname, userInfo } from 'node:os'

/** Who runs this, and where, as far as the machine tells. */
export interface Who {
  readonly os_user: string
  readonly host: string
}

/** The user and host of this process. */
export function whoRuns(): Who {
  return { os_user: userName().slice(0, 128), host: hostname().slice(0, 255) }
}

/** A container may run as a user that has no name. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return process.env.USER ?? `user ${process.getuid?.() ?? 'unknown'}`
  }
}
