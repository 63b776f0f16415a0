/** The name of a new revision file. */
import { TsmigError } from '../support/errors.ts'
import { nearest } from '../support/suggest.ts'
import type { LocalDate } from './local-date.ts'

/** Words of the message, joined by underscores, in lower case, cut at the end of a word. */
export function slugOf(message: string, longest: number): string {
  const slug = (message.match(/[\p{L}\p{N}_]+/gu) ?? []).join('_').toLowerCase()
  const points = [...slug]
  if (points.length <= longest) {
    return slug
  }
  const cut = points.slice(0, longest).join('')
  const end = cut.lastIndexOf('_')
  return `${end < 0 ? cut : cut.slice(0, end)}_`
}

export interface FileNameValues {
  readonly rev: string
  readonly slug: string
  readonly date: LocalDate
}

/**
 * Fills `file_template`: `%(name)s`, or `%(name)d` with a width and a precision as in Python's `%`.
 * @throws TsmigError `bad-file-template` for a token that isn't known, and for a stray `%`.
 */
export function fillFileTemplate(template: string, { rev, slug, date }: FileNameValues): string {
  const { epoch, year, month, day, hour, minute, second } = date
  const values: Readonly<Record<string, string | number>> = {
    rev,
    slug,
    epoch,
    year,
    month,
    day,
    hour,
    minute,
    second,
  }
  return template.replace(
    /%%|%\(([^)]*)\)([-0]*)(\d{0,2})(?:\.(\d{1,2}))?([sd])|%/g,
    (whole: string, name?: string, flags = '', width = '', precision = '', type = '') => {
      if (whole === '%%') {
        return '%'
      }
      const value = name !== undefined && Object.hasOwn(values, name) ? values[name] : undefined
      if (value === undefined || (type === 'd' && typeof value === 'string')) {
        throw badTemplate(whole, name, Object.keys(values))
      }
      return format(value, { flags, width: Number(width), precision, type })
    },
  )
}

interface Format {
  readonly flags: string
  readonly width: number
  readonly precision: string
  readonly type: string
}

function format(value: string | number, { flags, width, precision, type }: Format): string {
  const text =
    type === 'd'
      ? String(value).padStart(Number(precision), '0')
      : String(value).slice(0, precision === '' ? undefined : Number(precision))
  if (flags.includes('-')) {
    return text.padEnd(width)
  }
  return text.padStart(width, type === 'd' && flags.includes('0') ? '0' : ' ')
}

function badTemplate(token: string, name: string | undefined, known: readonly string[]): TsmigError {
  const near = name === undefined ? undefined : nearest(name, known)
  return new TsmigError(
    'bad-file-template',
    `file_template holds ${token}, which means nothing`,
    near === undefined
      ? `In the ini, write %%(rev)s, %%(slug)s, or one of ${known.slice(2).join(', ')} as %%(year)d.`
      : `Did you mean %%(${near})${near === 'rev' || near === 'slug' ? 's' : 'd'}?`,
  )
}
