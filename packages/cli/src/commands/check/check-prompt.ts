import { createScreening } from '@shoji/core';
import { decidePrompt } from '@shoji/core/policy';
import { causeOf, type PromptReport, type PromptScreen } from '@shoji/core/screen';
import { promptScreen } from '../../engine/prompt-screen.ts';
import { exitCodeOf } from '../../terminal/exit.ts';
import { colourOf, markSpans, printable, table } from '../../terminal/terminal.ts';
import type { CheckFlags } from './flags.ts';

/** Checks one prompt, prints the findings, and returns the exit code. */
export async function checkPrompt(prompt: string, flags: CheckFlags): Promise<number> {
  const screen = await promptScreen(flags);
  const { signal } = new AbortController();
  const ms = flags.deadline === undefined ? undefined : flags.deadline * 1_000;
  const screening = createScreening(screen, { id: 'check', signal });
  const report = await screening.prompt(prompt, ms === undefined ? {} : { ms }).report;
  const { verdict } = report;
  console.log(
    flags.json ? JSON.stringify({ prompt, ...verdict }, null, 2) : readable(prompt, report, screen),
  );
  return exitCodeOf(verdict.decision, verdict.unchecked);
}

function readable(prompt: string, { verdict, runs }: PromptReport, { policy }: PromptScreen): string {
  const { decision, unchecked, findings } = verdict;
  const spans = findings.flatMap(({ span }) => (span ? [span] : []));
  const rows = findings.map((finding) => [
    decidePrompt(policy, [finding]).decision,
    finding.category,
    finding.score.toFixed(2),
    finding.check,
    printable(finding.span ? prompt.slice(...finding.span) : finding.label),
  ]);
  const failed = runs.flatMap((run) =>
    run.failure ? [`${run.check} failed (${run.failure}): ${causeOf(run.error)}`] : [],
  );
  const skipped = runs.flatMap(({ check, report }) =>
    report?.skipped ? [`${check} cannot read this prompt (${report.skipped})`] : [],
  );
  return [
    `${colourOf(decision, unchecked)(unchecked ? 'could not be checked' : decision)}  ${markSpans(prompt, spans)}`,
    ...(rows.length > 0 ? ['', table(['means', 'category', 'score', 'check', 'seen'], rows)] : []),
    '',
    ...failed,
    ...skipped,
    `policy ${policy.name}, checked by ${runs.map(({ check }) => check).join(', ')}`,
  ].join('\n');
}
