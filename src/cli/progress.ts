import type { IntrospectionProgress } from '../schema/snapshot.ts'

/** How long something may take before it is told about. */
const patience = 1000

/** A line on stderr that is written over and over, on a terminal and past one second; `end` wipes it. */
export function progressLine(
  stream: NodeJS.WriteStream,
  options: { quiet: boolean },
): { show(text: string): void; end(): void } {
  if (!stream.isTTY || options.quiet) return { show: () => {}, end: () => {} }
  const start = performance.now()
  let shown = false
  return {
    show(text) {
      if (performance.now() - start < patience) return
      shown = true
      stream.write(`\r\u001b[K${text}`)
    },
    end() {
      if (shown) stream.write('\r\u001b[K')
    },
  }
}

/** Such a line that tells how far a reading has come. */
export function readingProgress(
  stream: NodeJS.WriteStream,
  options: { quiet: boolean },
): { readonly onProgress?: IntrospectionProgress; end(): void } {
  const { show, end } = progressLine(stream, options)
  if (!stream.isTTY || options.quiet) return { end }
  return { onProgress: (what, done, of) => show(`reading ${what} (${done} of ${of})`), end }
}
