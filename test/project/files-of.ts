import type { RevisionFile } from '../../src/project/read-revision.ts'
import type { RevisionFiles } from '../../src/project/revision-files.ts'

/** All files that were read. */
export function filesOf({ revisions, file }: RevisionFiles): readonly RevisionFile[] {
  return revisions.flatMap((_revision, at) => file(at) ?? [])
}
