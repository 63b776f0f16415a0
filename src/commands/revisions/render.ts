import { type BodyOptions, importLine, renderBody } from '../../autogenerate/render/body.ts'
import type { PlacedOperation } from '../../operations/placed-operation.ts'
import type { Body, Language } from '../../project/write-revision.ts'

/** What the file around the two bodies is like. */
export interface RevisionForm extends BodyOptions {
  /** Whether the revision runs in a transaction. */
  readonly transaction: boolean
  readonly language: Language
  /** The database that it is for, where the project has several: the bodies stand under its name. */
  readonly database?: string
}

/** The code of a revision: import lines, and two bodies. */
export interface RevisionCode {
  readonly imports: string
  readonly upgrades: Body
  readonly downgrades: Body
}

/** Operations as the code of a revision: the two bodies, and what they import. */
export function renderRevision(
  upgrades: readonly PlacedOperation[],
  downgrades: readonly PlacedOperation[],
  form: RevisionForm,
): RevisionCode {
  const { database } = form
  const place = { ...form, indent: database === undefined ? '  ' : '    ' }
  const [up, down] = [renderBody(upgrades, place), renderBody(downgrades, place)]
  const commonjs = form.language === 'cjs'
  const names = [...new Set([...up.names, ...down.names])].sort()
  const outside = commonjs ? 'exports.transaction = false' : 'export const transaction = false'
  const lines = [importLine(names, commonjs ? 'commonjs' : 'module'), form.transaction ? '' : `\n${outside}`]
  return {
    imports: lines.filter((line) => line !== '').join('\n'),
    upgrades: bodyOf(database, up.code),
    downgrades: bodyOf(database, down.code),
  }
}

/** Lines of code, under the name of the database where it has one. */
export function bodyOf(database: string | undefined, code: string): Body {
  return database === undefined ? code : { [database]: code }
}

/** The code of several databases in one file: each has its bodies, and a line that several import stands once. */
export function joinCode(codes: readonly RevisionCode[]): RevisionCode {
  return {
    imports: [...new Set(codes.flatMap(({ imports }) => linesOf(imports)))].join('\n'),
    upgrades: codes.map(({ upgrades }) => upgrades).reduce(together, ''),
    downgrades: codes.map(({ downgrades }) => downgrades).reduce(together, ''),
  }
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n')
}

function together(one: Body, other: Body): Body {
  return typeof one === 'string' || typeof other === 'string' ? other : { ...one, ...other }
}
