import { version } from '../../package.json'

/** The version of this package. */
export function packageVersion(): string {
  return version
}
