import type { IntrospectionProgress } from '../schema/snapshot.ts'

/** How long something may take before it is told about. */
const patience = 1000

/** Where progress is told: on a terminal only. */
export type ProgressStream = Pick<NodeJS.WriteStream, 'isTTY'> & { write(text: string): unknown }

export interface ProgressOptions {
  readonly quiet: boolean
  /** The clock, in milliseconds. */
  readonly now?: () => number
}

/** A line on stderr that is written over and over, on a terminal and past one second; `end` wipes it. */
export function progressLine(
  stream: ProgressStream,
  { quiet, now = () => performance.now() }: ProgressOptions,
): { show(text: string): void; end(): void } {
  if (!stream.isTTY || quiet) return { show: () => {}, end: () => {} }
  const start = now()
  let shown = false
  return {
    show(text) {
      if (now() - start < patience) return
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
  stream: ProgressStream,
  options: ProgressOptions,
): { readonly onProgress?: IntrospectionProgress; end(): void } {
  const { show, end } = progressLine(stream, options)
  if (!stream.isTTY || options.quiet) return { end }
  return { onProgress: (what, done, of) => show(`reading ${what} (${done} of ${of})`), end }
}
