/** Imports a file by its URL, as Node does it: kept apart, since the bundle requires what it imports itself. */
export function importFile(url: string): Promise<Readonly<Record<string, unknown>>> {
  return import(url)
}
