/** The part of a product's address that people read: `coffee-grinder-2`. */
export function slugOf(name: string, id: number): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return [...words, id].join('-')
}
