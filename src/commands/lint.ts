import { TsmigError } from '../support/errors.ts'
import { type FixedFile, takeBack, writeFixes } from './lint/fix.ts'
import { lintProject } from './lint/project.ts'
import type { LintOptions, LintReport } from './lint/report.ts'
import { requireObject } from './require-options.ts'

/**
 * Looks for what revisions do that is dangerous on a live database, without running them: what is dangerous, and what
 * to write instead.
 * @throws TsmigError for a project or a range that can't be used, or a database that doesn't answer where one is asked.
 */
export async function lint(options: LintOptions = {}): Promise<LintReport> {
  requireObject(options)
  if (!options.fix) return (await lintProject(options)).report
  if (options.range !== undefined && !options.range.startsWith('current:')) throw fixesPendingOnly()
  const { report, project, applied } = await lintProject(options)
  const written = writeFixes(project, report.findings, applied)
  const kept = await keepWhatHelps(written, report, options)
  return { ...(kept.length === 0 ? report : (await lintProject(options)).report), fixed: kept }
}

/** Gives those files their text back that can't be looked at any more, or where what was to be mended is found again. */
async function keepWhatHelps(
  written: readonly FixedFile[],
  before: LintReport,
  options: LintOptions,
): Promise<readonly FixedFile[]> {
  const kept: FixedFile[] = []
  const after = written.length === 0 ? undefined : await lintProject(options).catch(() => undefined)
  for (const file of written) {
    const count = (report: LintReport, code: string) =>
      report.findings.filter((one) => one.revision === file.revision && one.code === code).length
    const helped =
      after !== undefined &&
      count(after.report, 'not-analysed') <= count(before, 'not-analysed') &&
      file.fixes.every(({ code }) => count(after.report, code) < count(before, code))
    if (helped) kept.push(file)
    else takeBack(file)
  }
  return kept
}

/** What some database has run is done: another text would only make it look edited. */
function fixesPendingOnly(): TsmigError {
  return new TsmigError(
    'usage',
    'lint --fix changes what the database has still to run, and the range does not begin there',
    'Leave the range out, or begin it with current: "current:REVISION".',
  )
}
