import { createInterface } from 'node:readline/promises';
import { resolvePolicy } from '@shoji/core';
import { causeOf } from '@shoji/core/screen';
import {
  type Asked,
  type Asking,
  askAll,
  expectedCost,
  type LabelledPrompt,
  type MeasuredCheck,
  measure,
  openAnswers,
  readLabelledPrompts,
  smallSample,
} from '@shoji/curator/classifier';
import { configFromEnvironment, loadConfig } from '@shoji/edge-proxy/config';
import { loadJudges } from '../../engine/judges-file.ts';
import { LIST_PRICES } from '../../engine/list-prices.ts';
import { CliError, EXIT } from '../../terminal/exit.ts';
import { bar, count, progressLine, timeLeft } from '../../terminal/progress.ts';
import { printable } from '../../terminal/terminal.ts';
import { measuredChecks } from './checks.ts';
import { dataOptions } from './data.ts';
import type { EvaluateFlags } from './flags.ts';
import { giveReport } from './report.ts';

const STOPPED = {
  'max-cost': 'Stopped asking before --max-cost was exceeded.',
  failing: 'A check failed twenty times in a row and was no longer asked.',
  interrupted: 'Interrupted before every check was asked of every prompt.',
};

/** Measures checks side by side on labelled prompts, and returns the exit code. */
export async function runEvaluation(files: readonly string[], flags: EvaluateFlags): Promise<number> {
  const config = configFromEnvironment(process.env, await loadConfig(process.cwd(), flags.config));
  const policy = resolvePolicy(flags.policy ?? config.policy ?? 'standard');
  const judges = flags.judges === undefined ? [] : (await loadJudges(process.cwd(), flags.judges)).prompt;
  const checks = measuredChecks(flags.against, flags, {
    ...config,
    prompt: [...judges, ...(config.prompt ?? [])],
  });
  const prompts = readLabelledPrompts(files, dataOptions(flags));
  if (prompts.length === 0) throw new CliError(`${files.join(', ')}: no labelled prompt found.`);
  const prices = { ...LIST_PRICES, ...config.prices };
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
        ...(asked.stopped.length > 0 && answers
          ? ['Run it again to continue: the answers so far are kept.']
          : []),
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

/** Prints the cost, and asks for consent unless a flag gives it. */
async function confirm(
  prompts: readonly LabelledPrompt[],
  checks: readonly MeasuredCheck[],
  asking: Pick<Asking, 'prices' | 'answers'>,
  { maxCost, yes }: EvaluateFlags,
): Promise<void> {
  const costs = checks
    .map((check) => ({ name: check.name, cost: expectedCost(prompts, [check], asking) }))
    .filter(({ cost }) => cost > 0);
  const unknown = checks.flatMap(({ name, unknownCost }) => (unknownCost ? [name] : []));
  if (costs.length === 0 && unknown.length === 0) return;
  if (costs.length > 0) {
    const sum = costs.reduce((all, { cost }) => all + cost, 0);
    const parts = costs.map(({ name, cost }) => `${name} $${cost.toFixed(4)}`).join(', ');
    console.error(`Estimated cost by list prices: $${sum.toFixed(4)} (${parts}).`);
  }
  if (unknown.length > 0) console.error(`Cost known only from the answers: ${unknown.join(', ')}.`);
  if (costs.some(({ name }) => name === 'comprehend-custom')) {
    console.error('A custom endpoint is billed per second; the estimate covers the duration of this run.');
  }
  if (yes || maxCost !== undefined) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new CliError('Confirmation needs a terminal: add --yes, or a limit such as --max-cost 1.');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Continue? [y/N] ');
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new CliError('Cancelled; no check was asked.');
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
        // A failure is printed once, not for every prompt.
        if (!told.has(message)) line.note(message);
        told.add(message);
      },
    });
  } finally {
    line.end();
    process.off('SIGINT', onInterrupt);
  }
}
