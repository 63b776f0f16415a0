import { messageOf } from './errors.ts'

/** What the user's code threw, in the words of its file: a build has `import_tsmig.t` where that says `t`. */
export function messageOfCode(thrown: unknown): string {
  const message = messageOf(thrown)
  return thrown instanceof TypeError
    ? message
        .replaceAll(/\(0 , (import_[\w$]+\.[\w$]+)\)/g, '$1')
        .replaceAll(/\bimport_[\w$]+\.(?!default\b)/g, '')
    : message
}
