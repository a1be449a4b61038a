import { readFile } from 'node:fs/promises';
import {
  type PromptClassifier,
  type PromptRules,
  type PromptScreen,
  parseTermList,
  resolvePolicy,
  rules,
} from '@shoji/core';
import type { ShojiConfig } from '../config.ts';
import { configFromEnvironment } from '../runtime/environment.ts';
import { loadConfig } from '../runtime/load-config.ts';
import type { CheckFlags } from './check.ts';
import { CliError } from './exit.ts';

type Check = PromptRules | PromptClassifier;

/** The checks that can be named, each loaded only when it is: the full model takes a second. */
const CHECKS: Readonly<Record<string, (terms: string | undefined) => Promise<Check>>> = {
  rules: async (terms) =>
    terms === undefined ? rules() : rules({ lexicon: false, terms: parseTermList(await readTerms(terms)) }),
  small: async () => (await import('@shoji/core')).smallPromptClassifier(),
  full: async () => (await import('../providers/embedded/prompt-classifier.ts')).embeddedPromptClassifier(),
};

/**
 * What a prompt is screened with: the configuration's policy and prompt checks, or the named ones.
 * @throws CliError when a check's name is unknown, or a file cannot be read.
 */
export async function promptScreen(flags: CheckFlags): Promise<PromptScreen> {
  const file = await loadConfig(process.cwd(), flags.config);
  const config = configFromEnvironment(
    { ...process.env, ...(flags.policy && { SHOJI_POLICY: flags.policy }) },
    file,
  );
  const checks = await checksOf(config, flags);
  return {
    policy: resolvePolicy(config.policy ?? 'standard'),
    rules: checks.filter((check) => 'match' in check),
    classifiers: checks.filter((check) => 'classify' in check),
  };
}

async function checksOf(
  config: ShojiConfig,
  { checks: names, terms }: CheckFlags,
): Promise<readonly Check[]> {
  if (names === undefined && config.prompt && terms === undefined) return config.prompt;
  const unknown = names?.find((name) => !Object.hasOwn(CHECKS, name));
  if (unknown !== undefined || names?.length === 0) {
    throw new CliError(
      `--checks: ${JSON.stringify(unknown ?? '')} is no check; name some of ${Object.keys(CHECKS).join(', ')}.`,
    );
  }
  const wanted = Object.entries(CHECKS).filter(([name]) => (names ?? ['rules', 'full']).includes(name));
  return Promise.all(wanted.map(([, make]) => make(terms)));
}

async function readTerms(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new CliError(`--terms: ${file} cannot be read (${cause.code ?? cause.message}).`, undefined, {
      cause,
    });
  });
}
