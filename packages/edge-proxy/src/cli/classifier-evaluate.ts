import { createInterface } from 'node:readline/promises';
import { resolvePolicy } from '@shoji/core';
import { openAnswers } from '../classifier/evaluate/answers-file.ts';
import {
  type Asked,
  type Asking,
  askAll,
  expectedCost,
  type MeasuredCheck,
} from '../classifier/evaluate/ask.ts';
import { type LabelledPrompt, readLabelledPrompts } from '../classifier/labelled.ts';
import { measure } from '../classifier/measure/measure.ts';
import { smallSample } from '../classifier/report/report.ts';
import { AWS_PRICES } from '../providers/aws/prices.ts';
import { causeOf } from '../runtime/cause.ts';
import { configFromEnvironment } from '../runtime/environment.ts';
import { loadConfig } from '../runtime/load-config.ts';
import type { EvaluateFlags } from './classifier.ts';
import { measuredChecks } from './classifier-checks.ts';
import { dataOptions } from './classifier-data.ts';
import { giveReport } from './classifier-report.ts';
import { CliError, EXIT } from './exit.ts';
import { bar, count, progressLine, timeLeft } from './progress.ts';
import { printable } from './terminal.ts';

const STOPPED = {
  'max-cost': 'Stopped asking before --max-cost was exceeded.',
  failing: 'A check failed twenty times in a row and was not asked any more.',
  interrupted: 'Interrupted before every check was asked of every prompt.',
};

/** Measures checks side by side on labelled prompts, and returns the exit code. */
export async function runEvaluation(files: readonly string[], flags: EvaluateFlags): Promise<number> {
  const config = configFromEnvironment(process.env, await loadConfig(process.cwd(), flags.config));
  const policy = resolvePolicy(flags.policy ?? config.policy ?? 'standard');
  const checks = measuredChecks(flags.against, flags, config);
  const prompts = readLabelledPrompts(files, dataOptions(flags));
  if (prompts.length === 0) throw new CliError(`${files.join(', ')}: there is no labelled prompt.`);
  const prices = { ...AWS_PRICES, ...config.prices };
  const answers = flags.answers === undefined ? undefined : openAnswers(flags.answers);
  const asking = { policy, prices, maxCost: flags.maxCost, answers };
  await confirm(prompts, checks, asking, flags);

  const asked = await askWithProgress(prompts, checks, asking);
  const measured = measure(prompts, asked.checks, flags.prior);
  await giveReport(
    {
      title: 'Checks side by side',
      facts: [
        `Measured on ${count(prompts.length)} prompts of ${files.join(', ')}, under the policy "${policy.name}".`,
      ],
      warnings: [
        ...asked.stopped.map((reason) => STOPPED[reason]),
        ...(asked.stopped.length > 0 && answers ? ['Run it again to go on: what was answered is kept.'] : []),
        ...smallSample(measured),
      ],
      measured,
      spent: asked.spent,
    },
    flags,
    { stopped: asked.stopped },
  );
  return exitCodeOf(asked);
}

function exitCodeOf({ checks, stopped }: Asked): number {
  if (stopped.length > 0) return EXIT.unfinished;
  const failed = checks.some(({ answers }) => answers.some(({ kind }) => kind === 'failed'));
  return failed ? EXIT.unchecked : EXIT.ok;
}

/** Says what it will cost, and asks unless a flag has answered. */
async function confirm(
  prompts: readonly LabelledPrompt[],
  checks: readonly MeasuredCheck[],
  asking: Pick<Asking, 'prices' | 'answers'>,
  { maxCost, yes }: EvaluateFlags,
): Promise<void> {
  const costs = checks
    .map((check) => ({ name: check.name, cost: expectedCost(prompts, [check], asking) }))
    .filter(({ cost }) => cost > 0);
  if (costs.length === 0) return;
  const sum = costs.reduce((all, { cost }) => all + cost, 0);
  const parts = costs.map(({ name, cost }) => `${name} $${cost.toFixed(4)}`).join(', ');
  console.error(`Asking costs about $${sum.toFixed(4)} by list prices (${parts}).`);
  if (costs.some(({ name }) => name === 'comprehend-custom')) {
    console.error('A custom endpoint is billed while it runs; its part is the time of it that asking takes.');
  }
  if (yes || maxCost !== undefined) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new CliError('Nobody is there to agree to that: add --yes, or a limit such as --max-cost 1.');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Go on? [y/N] ');
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new CliError('Nothing was asked.');
}

async function askWithProgress(
  prompts: readonly LabelledPrompt[],
  checks: readonly MeasuredCheck[],
  asking: Omit<Asking, 'signal'>,
): Promise<Asked> {
  const line = progressLine();
  const interrupt = new AbortController();
  const onInterrupt = () => {
    if (interrupt.signal.aborted) process.exit(130);
    line.note('Stopping; Ctrl-C again stops at once.');
    interrupt.abort(new Error('interrupted'));
  };
  process.on('SIGINT', onInterrupt);
  const told = new Set<string>();
  try {
    return await askAll(prompts, checks, {
      ...asking,
      signal: interrupt.signal,
      onProgress: (done, total, spent) =>
        line.update({ done, total }, (rate) => {
          const cost = spent > 0 ? [`$${spent.toFixed(4)}`] : [];
          return ['asking', bar({ done, total }), ...timeLeft({ done, total }, rate), ...cost].join('  ');
        }),
      onError: (check, error) => {
        const message = `shoji: ${check}: ${printable(causeOf(error))}`;
        // The same failure for a thousand prompts is one line.
        if (!told.has(message)) line.note(message);
        told.add(message);
      },
    });
  } finally {
    line.end();
    process.off('SIGINT', onInterrupt);
  }
}
