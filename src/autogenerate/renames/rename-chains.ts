/** That something gets another name, among things of which each has its own. */
export interface Move {
  readonly from: string
  readonly to: string
}

/** Which names are there before, and which afterwards. */
export interface Places {
  /** Whether something has the name now. */
  isTaken(name: string): boolean
  /** Whether something is to have the name in the end. */
  isKept(name: string): boolean
}

/**
 * Of what is said to be renamed, what can be: each old name goes, unless something else gets it, and each new one comes,
 * unless what has it is renamed itself. So names may be handed on (a to b, b to c) and go round (a to b, b to a). Of
 * several about one name, the first that can be counts.
 */
export function possibleMoves<One extends Move>(
  said: readonly One[],
  { isTaken, isKept }: Places,
): readonly One[] {
  let left = said.filter(({ from, to }) => from !== to && isTaken(from))
  for (;;) {
    const chosen = eachOnce(left)
    const [old, fresh] = [new Set(chosen.map(({ from }) => from)), new Set(chosen.map(({ to }) => to))]
    const impossible = new Set(
      chosen.filter(({ from, to }) => (isTaken(to) && !old.has(to)) || (isKept(from) && !fresh.has(from))),
    )
    if (impossible.size === 0) return chosen
    left = left.filter((one) => !impossible.has(one))
  }
}

function eachOnce<One extends Move>(moves: readonly One[]): readonly One[] {
  const [old, fresh] = [new Set<string>(), new Set<string>()]
  return moves.filter(({ from, to }) => {
    if (old.has(from) || fresh.has(to)) return false
    old.add(from)
    fresh.add(to)
    return true
  })
}

/** Moves of which each takes the name that the one before it leaves, and the last that of the first. */
export function circlesIn<One extends Move>(moves: readonly One[]): readonly (readonly One[])[] {
  const next = new Map(moves.map((one) => [one.from, one]))
  const seen = new Set<One>()
  return moves.flatMap((first) => {
    const circle: One[] = []
    for (let one: One | undefined = first; one !== undefined && !seen.has(one); one = next.get(one.to)) {
      seen.add(one)
      circle.push(one)
    }
    return circle.at(-1)?.to === first.from ? [circle] : []
  })
}

/**
 * The same moves, each when its new name is free. One of those that go round waits under a name of its own; `folded`
 * makes one of names that the database takes for the same.
 */
export function inFreeOrder(
  moves: readonly Move[],
  isTaken: (name: string) => boolean,
  folded: (name: string) => string,
): readonly Move[] {
  const waiting = [...moves]
  const steps: Move[] = []
  const isFree = ({ to }: Move, at: number) =>
    waiting.every((other, place) => place === at || folded(other.from) !== folded(to))
  while (waiting.length > 0) {
    const at = waiting.findIndex(isFree)
    if (at !== -1) {
      steps.push(...waiting.splice(at, 1))
      continue
    }
    const [first] = waiting.splice(0, 1)
    if (first === undefined) break
    const spare = spareName(isTaken, moves)
    steps.push({ from: first.from, to: spare })
    waiting.push({ from: spare, to: first.to })
  }
  return steps
}

function spareName(isTaken: (name: string) => boolean, moves: readonly Move[]): string {
  const meant = new Set(moves.map(({ to }) => to))
  for (let number = 1; ; number++) {
    const name = `tsmig_swap_${number}`
    if (!isTaken(name) && !meant.has(name)) return name
  }
}
