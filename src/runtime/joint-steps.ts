import { listed } from '../graph/errors.ts'

/** The steps that ran before the one that runs now, in the same transaction. */
export class JointSteps {
  #current: string | undefined
  #earlier: { readonly revision: string; isCommitted: boolean }[] = []

  /** A transaction begins, or a step without one. */
  reset(): void {
    this.#current = undefined
    this.#earlier = []
  }

  /** A step begins; `revision` is absent where it has none. */
  next(revision: string | undefined): void {
    if (this.#current !== undefined) this.#earlier.push({ revision: this.#current, isCommitted: false })
    this.#current = revision
  }

  /** What ran so far is committed. */
  committed(): void {
    for (const one of this.#earlier) one.isCommitted = true
  }

  /** Whether a rollback leaves some of them. */
  get keptSome(): boolean {
    return this.#earlier.some(({ isCommitted }) => isCommitted)
  }

  /** Whether a rollback takes some of them back. */
  get openSome(): boolean {
    return this.#earlier.some(({ isCommitted }) => !isCommitted)
  }

  /** What a rollback leaves of them, in sentences with a space before each. */
  get note(): string {
    return this.#sentence(true) + this.#sentence(false)
  }

  #sentence(wanted: boolean): string {
    const revisions = this.#earlier.flatMap((one) => (one.isCommitted === wanted ? [one.revision] : []))
    if (revisions.length === 0) return ''
    const [what, is, was] = revisions.length === 1 ? ['Revision', 'is', 'was'] : ['Revisions', 'are', 'were']
    const how = wanted ? `${is} committed` : `${was} not committed`
    return ` ${what} ${listed(revisions, 'and')}, which ran before it in the same transaction, ${how}.`
  }
}
