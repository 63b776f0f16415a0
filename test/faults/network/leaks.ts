import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { packageRoot } from '../../support/package-root.ts'

/** The texts that tell a password: whole or in part, raw or encoded. */
export function leaksIn(
  texts: readonly string[],
  {
    user,
    password,
    parts,
  }: { readonly user: string; readonly password: string; readonly parts: readonly string[] },
): readonly string[] {
  const spellings = [
    ...parts,
    ...[password, encodeURIComponent(password)].map(base64),
    base64(`${user}:${password}`),
  ]
  return texts.filter((text) => spellings.some((spelling) => text.includes(spelling)))
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64').replace(/=+$/, '')
}

/** A program that tells all that an error of the library holds, as a logger would write it. */
export const errorChain = `
import { inspect } from 'node:util'
import { current } from ${JSON.stringify(pathToFileURL(join(packageRoot, 'dist/index.js')).href)}
try {
  await current({})
} catch (error) {
  console.log(inspect(error, { depth: 12, showHidden: true }), JSON.stringify(error))
  for (let cause = error; cause; cause = cause.cause) console.log(cause.stack, cause.message, JSON.stringify(cause))
}`

/** A url with another user, whose password is encoded already. */
export function withLogin(url: string, user: string, password: string): string {
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${user}:${password}@${host}${pathname}`
}
