import { decidePrompt, type PromptReport, type PromptScreen, screenPrompt } from '@shoji/core';
import { causeOf } from '../runtime/cause.ts';
import type { CheckFlags } from './check.ts';
import { exitCodeOf } from './exit.ts';
import { promptScreen } from './prompt-screen.ts';
import { colourOf, markSpans, printable, table } from './terminal.ts';

/** Checks one prompt, prints what was found, and returns the exit code. */
export async function checkPrompt(prompt: string, flags: CheckFlags): Promise<number> {
  const screen = await promptScreen(flags);
  const { signal } = new AbortController();
  const report = await screenPrompt(prompt, screen, { ms: screen.policy.deadlines.classify, signal }).report;
  const { verdict } = report;
  console.log(
    flags.json ? JSON.stringify({ prompt, ...verdict }, null, 2) : readable(prompt, report, screen),
  );
  return exitCodeOf(verdict.decision, verdict.unchecked);
}

function readable(prompt: string, { verdict, runs }: PromptReport, { policy }: PromptScreen): string {
  const decision = verdict.unchecked ? 'could not be checked' : verdict.decision;
  const counts = (finding: (typeof verdict.findings)[number]) => decidePrompt(policy, [finding]).decision;
  const spans = verdict.findings.flatMap(({ span }) => span ?? []).length;
  const marked =
    spans === 0
      ? printable(prompt)
      : markSpans(
          prompt,
          verdict.findings.flatMap(({ span }) => (span ? [span] : [])),
        );
  const rows = verdict.findings.map((finding) => [
    counts(finding),
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
    `${colourOf(verdict.decision, verdict.unchecked)(decision)}  ${marked}`,
    ...(rows.length > 0 ? ['', table(['means', 'category', 'score', 'check', 'seen'], rows)] : []),
    '',
    ...failed,
    ...skipped,
    `policy ${policy.name}, checked by ${runs.map(({ check }) => check).join(', ')}`,
  ].join('\n');
}
