import { drawGraph } from '../graph/draw.ts'
import { openProject } from './open.ts'
import type { CommandOptions } from './options.ts'
import { type RevisionView, viewRevisions } from './revisions/view.ts'

/** A row of the drawing: lanes, and the revision that stands in it; a row of connections has none. */
export interface GraphLine {
  readonly drawing: string
  readonly revision?: RevisionView
}

/** The history as a drawing, newest first. Connects to nothing. */
export async function graph(options: CommandOptions = {}): Promise<readonly GraphLine[]> {
  const project = await openProject(options)
  return drawGraph(project.graph).map(({ drawing, revision }) => {
    const [view] = revision === undefined ? [] : viewRevisions(project, [revision])
    return { drawing, ...(view !== undefined && { revision: view }) }
  })
}
