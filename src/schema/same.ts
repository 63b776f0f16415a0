/**
 * Whether two values of the model are the same data: plain objects whatever the order of their keys, arrays, dates,
 * bytes, and all that a cell can hold. A key that is `undefined` is not the same as one that is missing.
 */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one)) return Array.isArray(other) && isSameList(one, other)
  if (Array.isArray(other)) return false
  if (!isPlain(one) || !isPlain(other)) {
    if (one instanceof Date || other instanceof Date) {
      return one instanceof Date && other instanceof Date && Object.is(one.getTime(), other.getTime())
    }
    if (one instanceof Uint8Array || other instanceof Uint8Array) {
      return one instanceof Uint8Array && other instanceof Uint8Array && isSameList(one, other)
    }
  }
  return isSameObject(one, other)
}

function isPlain(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype
}

function isSameList(one: ArrayLike<unknown>, other: ArrayLike<unknown>): boolean {
  if (one.length !== other.length) return false
  for (let at = 0; at < one.length; at += 1) {
    if (!isSame(one[at], other[at])) return false
  }
  return true
}

/** Goes through the keys without a list of them: schemas of thousands of tables are compared part by part. */
function isSameObject(one: object, other: object): boolean {
  const [parts, others] = [
    one as Readonly<Record<string, unknown>>,
    other as Readonly<Record<string, unknown>>,
  ]
  let more = 0
  for (const key in parts) {
    more += 1
    if (!Object.hasOwn(others, key) || !isSame(parts[key], others[key])) return false
  }
  for (const _ in others) more -= 1
  return more === 0
}
