import { once } from 'node:events';
import { createScreening } from '@shoji/core';
import type { PromptReport } from '@shoji/core/screen';
import { noteObservations } from '../../engine/note-observations.ts';
import { promptScreen } from '../../engine/prompt-screen.ts';
import { CliError, EXIT } from '../../terminal/exit.ts';
import { readLines } from '../../terminal/lines.ts';
import type { CheckFlags } from './flags.ts';

// Concurrent lines: enough for some 160 prompts a second with a classifier that takes 200 ms, and below every service's
// quota.
const AT_ONCE = 32;

/**
 * Answers each JSON line of standard input with one on standard output, in the same order, and returns the exit code.
 * Classifiers have no deadline unless a flag sets one, because no person waits for a single line: on a busy machine a
 * line is answered later, but with the model.
 */
export async function checkLines(flags: CheckFlags): Promise<number> {
  const ms = flags.deadline === undefined ? Number.POSITIVE_INFINITY : flags.deadline * 1_000;
  const screen = { ...(await promptScreen(flags)), observe: noteObservations(console.error) };
  const { signal } = new AbortController();
  const running: Promise<string>[] = [];
  let answers = '';
  let unchecked = false;

  const judge = async (prompt: string) => {
    const screening = createScreening(screen, { id: 'standard input', signal });
    const report = await screening.prompt(prompt, { ms }).report;
    const { decision, findings } = report.verdict;
    const isPartial = lacksCheck(report);
    unchecked ||= isPartial;
    return `${JSON.stringify({ prompt, decision, findings, ...(isPartial && { unchecked: true }) })}\n`;
  };
  const collect = async (atMost: number) => {
    while (running.length > atMost) answers += await running.shift();
  };
  // A client that waits for the answer to the last line gets it before the next line is read.
  const flush = async () => {
    await collect(0);
    const written = answers === '' || process.stdout.write(answers);
    answers = '';
    if (!written) await once(process.stdout, 'drain');
  };

  for await (const lines of readLines(process.stdin)) {
    for (const { text, number } of lines) {
      const prompt = promptOf(text);
      if (prompt === undefined) {
        await flush();
        throw new CliError(
          `Line ${number} of standard input is not a JSON object {"prompt": "…"}. The lines before it are answered.`,
        );
      }
      running.push(judge(prompt));
      if (running.length > AT_ONCE) await collect(AT_ONCE);
    }
    await flush();
  }
  return unchecked ? EXIT.unchecked : EXIT.ok;
}

/**
 * Whether a check failed that could have changed the decision. A line has no warnings, so this also counts a check
 * that the policy lets fail open.
 */
function lacksCheck({ verdict, runs }: PromptReport): boolean {
  return verdict.unchecked || (verdict.decision !== 'reject' && runs.some(({ failure }) => failure));
}

function promptOf(line: string): string | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' &&
      value !== null &&
      'prompt' in value &&
      typeof value.prompt === 'string'
      ? value.prompt
      : undefined;
  } catch {
    return undefined;
  }
}
