import type { Command } from 'commander'
import type { RevisionView } from '../commands/revisions/view.ts'
import { printable } from '../support/text.ts'
import { formatLine, formatVerbose, type LineParts } from './format/revision.ts'
import { inFront } from './log-reporter.ts'
import { commandOptions, type GlobalOptions } from './options/command-options.ts'
import type { Terminal } from './terminal.ts'

/** The commands that show: history, heads, branches, graph, show, current. */
export function addListingCommands(program: Command, terminal: Terminal): void {
  const print = (
    views: readonly RevisionView[],
    parts: LineParts,
    globals: GlobalOptions,
    database?: string,
  ): void => {
    const lines = views.map((view) =>
      globals.verbose
        ? `${formatVerbose(view, terminal.paint)}\n`
        : `${inFront(database)}${formatLine(view, parts, terminal.paint)}\n`,
    )
    terminal.print(lines.join(''))
  }

  program
    .command('history')
    .description('list revisions, newest first')
    .option('-r, --rev-range <start:end>', 'a range; either end may be left out, or be "current"')
    .option('-i, --indicate-current', 'mark where the database stands')
    .action(async (options: { revRange?: string; indicateCurrent?: boolean }, command: Command) => {
      const globals = command.optsWithGlobals<GlobalOptions>()
      const { history } = await import('../commands/history.ts')
      const views = await history({
        ...commandOptions(globals, terminal),
        ...(options.revRange !== undefined && { range: options.revRange }),
        ...(options.indicateCurrent && { indicateCurrent: true }),
      })
      print(views, { parents: true, labels: true, points: true, message: true }, globals)
    })

  program
    .command('heads')
    .description('list the revisions that no other builds on')
    .option('--resolve-dependencies', 'leave out heads that another branch depends on')
    .action(async (options: { resolveDependencies?: boolean }, command: Command) => {
      const globals = command.optsWithGlobals<GlobalOptions>()
      const { heads } = await import('../commands/heads.ts')
      print(await heads({ ...commandOptions(globals, terminal), ...options }), { labels: true }, globals)
    })

  program
    .command('branches')
    .description('list the revisions where the history forks')
    .action(async (_options: object, command: Command) => {
      const globals = command.optsWithGlobals<GlobalOptions>()
      const { branches } = await import('../commands/branches.ts')
      for (const { revision, into } of await branches(commandOptions(globals, terminal))) {
        print([revision], { labels: true, points: true }, globals)
        for (const view of into) {
          const line = formatLine(view, { labels: true, points: true, message: true }, terminal.paint)
          terminal.print(`${' '.repeat(revision.id.length)} -> ${line}\n`)
        }
      }
    })

  program
    .command('graph')
    .description('draw the history, newest first')
    .action(async (_options: object, command: Command) => {
      const { graph } = await import('../commands/graph.ts')
      const rows = await graph(commandOptions(command.optsWithGlobals<GlobalOptions>(), terminal))
      const width = Math.max(0, ...rows.map(({ drawing }) => drawing.trimEnd().length))
      for (const { drawing, revision } of rows) {
        const parts = { labels: true, points: true, message: true }
        const line = revision === undefined ? '' : formatLine(revision, parts, terminal.paint)
        terminal.print(`${`${drawing.trimEnd().padEnd(width)}  ${line}`.trimEnd()}\n`)
      }
    })

  program
    .command('show')
    .description('show a revision')
    .argument('<revision>', 'an id, the beginning of one, "head", "label@head", "current"')
    .action(async (revision: string, _options: object, command: Command) => {
      const globals = command.optsWithGlobals<GlobalOptions>()
      const { show } = await import('../commands/show.ts')
      const views = await show({ ...commandOptions(globals, terminal), revision })
      print(views, {}, { ...globals, verbose: true })
    })

  program
    .command('current')
    .description('show where the database stands')
    .option('--check-heads', 'end with exit code 3 unless the database is at all heads; -c alone, too')
    .action(async (options: { checkHeads?: boolean }, command: Command) => {
      const globals = command.optsWithGlobals<GlobalOptions>()
      const { current } = await import('../commands/current.ts')
      const report = await current({ ...commandOptions(globals, terminal), ...options })
      for (const one of report.databases ?? [{ ...report, name: undefined }]) {
        const place = inFront(one.name)
        if (globals.verbose) terminal.print(`${place}Current revision(s) for ${one.database}:\n`)
        // That they are current needs no saying here.
        const views = one.revisions.map((view) => ({ ...view, current: false }))
        print(views, { points: true }, globals, one.name)
        for (const id of one.unknown) terminal.print(`${place}${printable(id)} (unknown)\n`)
        // Where each line tells a database, one without lines would seem to be left out.
        if (place !== '' && views.length + one.unknown.length === 0) terminal.print(`${place}<base>\n`)
      }
      if (report.problem !== undefined) throw report.problem
    })
}
