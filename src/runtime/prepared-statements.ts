import type { Dialect, Statement } from '../dialects/dialect.ts'
import { isLostStatement } from '../dialects/driver-errors.ts'
import { StatementError } from './errors.ts'
import type { SentText } from './message.ts'

/** What does a statement: the server is told to keep it, before all else, or knows it. */
export interface OwnTexts {
  readonly before: readonly SentText[]
  readonly text: SentText
}

interface Known {
  readonly name: string
  count: number
  isPrepared: boolean
}

/** So often a statement comes before the server is told to keep it. */
const few = 3

/**
 * Statements of tsmig's own, which differ in their values: the server takes longer to plan one than to run it, and keeps
 * those that come often. Only where nobody else has the session meanwhile.
 */
export class PreparedStatements {
  readonly #dialect: Dialect
  readonly #known = new Map<string, Known>()
  #isOver: boolean

  constructor(dialect: Dialect, { holdsSession = false }: { readonly holdsSession?: boolean }) {
    this.#dialect = dialect
    this.#isOver = !holdsSession
  }

  textsOf(statement: Statement): OwnTexts {
    const { inline } = this.#dialect
    const told = () => inline(statement)
    const known = this.#isOver ? undefined : this.#count(statement)
    if (known === undefined || known.count <= few) return { before: [], text: { sql: told(), told } }
    const text = { sql: inline(this.#execution(known.name, statement)), told }
    if (known.isPrepared) return { before: [], text }
    known.isPrepared = true
    return { before: [{ sql: `PREPARE ${known.name} AS ${statement.sql}`, told }], text }
  }

  /** Whether the server would have to be told first to keep one of them. */
  areNew(statements: readonly Statement[]): boolean {
    return (
      !this.#isOver &&
      statements.some(({ sql }) => {
        const known = this.#known.get(sql)
        return known !== undefined && known.count >= few && !known.isPrepared
      })
    )
  }

  #count({ sql, bindings = [] }: Statement): Known | undefined {
    if (bindings.length === 0) return undefined
    const known = this.#known.get(sql) ?? {
      name: `tsmig_${this.#known.size + 1}`,
      count: 0,
      isPrepared: false,
    }
    this.#known.set(sql, known)
    known.count += 1
    return known
  }

  #execution(name: string, { bindings = [] }: Statement): Statement {
    const places = bindings.map((_, index) => this.#dialect.placeholder(index + 1))
    return { sql: `EXECUTE ${name}(${places.join(', ')})`, bindings }
  }

  /**
   * Code of a revision's may have had the server forget them all: then they are sent as they are, from now on. Whether that is
   * what was thrown, and it would not be again.
   */
  mends(thrown: unknown): boolean {
    if (this.#isOver || !(thrown instanceof StatementError) || !isLostStatement(thrown.cause)) return false
    this.#isOver = true
    return true
  }

  /** What takes them away; nothing where they are gone. */
  get ending(): readonly string[] {
    if (this.#isOver) return []
    const prepared = [...this.#known.values()].filter(({ isPrepared }) => isPrepared)
    return prepared.map(({ name }) => `DEALLOCATE ${name}`)
  }
}
