import type { CommentTarget, SetComment } from '../../operations/object-operation.ts'
import type { OtherObject, SchemaObject } from '../../schema/objects.ts'
import type { Sql } from '../../schema/values.ts'
import { raw } from '../ddl.ts'
import { UnsupportedOperationError } from '../errors.ts'
import { ddl } from './identifier.ts'
import { quoted } from './literal.ts'
import { objectName } from './object-name.ts'

export function setComment({ on, comment }: SetComment): readonly Sql[] {
  return [commentStatement(nameOf(on), comment)]
}

/** The comment that an object is created with, where it has one. */
export function commentOf(object: SchemaObject): readonly Sql[] {
  if (object.type === 'grant' || object.comment === undefined) return []
  if (object.type === 'other') return [otherComment(object, object.comment)]
  return [commentStatement(objectName(object), object.comment)]
}

export function commentStatement(what: Sql, comment: string | null): Sql {
  return ddl`COMMENT ON ${what} IS ${raw(comment === null ? 'NULL' : quoted(comment))}`
}

/** What it is called where it is commented on stands behind DROP. */
function otherComment({ drop }: OtherObject, comment: string): Sql {
  return commentStatement(raw(drop.replace(/^\s*DROP\s+/i, '')), comment)
}

function nameOf(on: CommentTarget): Sql {
  switch (on.type) {
    case 'table':
      return ddl`TABLE ${on.table}`
    case 'constraint':
      return ddl`CONSTRAINT ${on.name} ON ${on.table}`
    case 'index': {
      const { type: _, ...index } = on
      return ddl`INDEX ${index}`
    }
    case 'grant':
    case 'other':
      throw new UnsupportedOperationError(
        'postgres',
        'has no comments on grants',
        'Comment on what it is on.',
      )
    default:
      return objectName(on)
  }
}
