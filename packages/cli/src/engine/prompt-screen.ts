import { readFile } from 'node:fs/promises';
import {
  type PromptClassifier,
  type PromptRules,
  resolvePolicy,
  rules,
  smallPromptClassifier,
} from '@shoji/core';
import type { PromptScreen } from '@shoji/core/screen';
import { parseTermList } from '@shoji/core/text';
import type { ShojiConfig } from '@shoji/edge-proxy';
import { configFromEnvironment, loadConfig, peopleRules } from '@shoji/edge-proxy/config';
import { CliError } from '../terminal/exit.ts';
import { embeddedClassifier } from './embedded-checks.ts';

/** Flags that choose the policy and the checks of prompts. */
export interface PromptScreenFlags {
  readonly config?: string;
  readonly policy?: string;
  readonly checks?: readonly string[];
  readonly terms?: string;
}

type Check = PromptRules | PromptClassifier;

/** The checks that can be named. */
const CHECKS: Readonly<Record<string, (terms: string | undefined) => Promise<Check>>> = {
  rules: async (terms) =>
    terms === undefined ? rules() : rules({ lexicon: false, terms: parseTermList(await readTerms(terms)) }),
  small: async () => smallPromptClassifier(),
  'embedded-prompt': embeddedClassifier,
};
const DEFAULT_CHECKS = ['rules', 'embedded-prompt'];

/**
 * Policy and checks for prompts: the configuration's, or the named ones.
 * @throws CliError when a check's name is unknown, or a file cannot be read.
 */
export async function promptScreen(flags: PromptScreenFlags): Promise<PromptScreen> {
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
  { checks, terms }: PromptScreenFlags,
): Promise<readonly Check[]> {
  if (checks !== undefined) return named(checks, terms);
  return [...(await configured(config, terms)), ...peopleRules(config)];
}

async function configured({ prompt }: ShojiConfig, terms: string | undefined): Promise<readonly Check[]> {
  if (prompt === undefined) return named(DEFAULT_CHECKS, terms);
  if (terms === undefined) return prompt;
  return [...(await named(['rules'], terms)), ...prompt.filter((check) => 'classify' in check)];
}

async function named(given: readonly string[], terms: string | undefined): Promise<Check[]> {
  // Scripts use the embedded classifier's former name.
  const names = given.map((name) => (name === 'full' ? 'embedded-prompt' : name));
  const unknown = names.find((name) => !Object.hasOwn(CHECKS, name));
  if (unknown !== undefined || names.length === 0) {
    const known = Object.keys(CHECKS).join(', ');
    throw new CliError(`--checks: unknown check ${JSON.stringify(unknown ?? '')}; known checks: ${known}.`);
  }
  if (terms !== undefined && !names.includes('rules')) {
    throw new CliError('--terms works only with the rules. Add rules to --checks, or omit --terms.');
  }
  const wanted = Object.entries(CHECKS).filter(([name]) => names.includes(name));
  return Promise.all(wanted.map(([, make]) => make(terms)));
}

async function readTerms(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new CliError(`--terms: ${file} cannot be read (${cause.code ?? cause.message}).`, undefined, {
      cause,
    });
  });
}
