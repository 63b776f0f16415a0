import type { IntrospectionProgress } from '../schema/snapshot.ts'

/** How long something may take before it is told about. */
const patience = 1000

/** A line on stderr that tells how far a reading has come, on a terminal and past one second; `end` wipes it. */
export function readingProgress(
  stream: NodeJS.WriteStream,
  options: { quiet: boolean },
): { readonly onProgress?: IntrospectionProgress; end(): void } {
  if (!stream.isTTY || options.quiet) return { end: () => {} }
  const start = performance.now()
  let shown = false
  return {
    onProgress(what, done, of) {
      if (performance.now() - start < patience) return
      shown = true
      stream.write(`\r\u001b[Kreading ${what} (${done} of ${of})`)
    },
    end() {
      if (shown) stream.write('\r\u001b[K')
    },
  }
}
