import { comprehendCustom, comprehendToxicity, USUAL_CLASSES } from '@shoji/aws';
import { billedUnits } from '@shoji/aws/client';
import { type PromptClassifier, type PromptRules, rules, smallPromptClassifier } from '@shoji/core';
import type { Usage } from '@shoji/core/vocabulary';
import type { Meaning, MeasuredCheck } from '@shoji/curator/classifier';
import type { ShojiConfig } from '@shoji/edge-proxy';
import { embeddedPromptClassifier } from '@shoji/embedded';
import { readPromptWeights } from '@shoji/embedded/training';
import { CliError } from '../../terminal/exit.ts';

/** Sources of measured checks, besides the configuration. */
export interface CheckSources {
  readonly weights?: string;
  readonly endpointArn?: string;
  readonly units?: number;
  readonly region?: string;
  /** Another address of Comprehend. */
  readonly endpoint?: string;
  /** The meanings of the custom classifier's classes. */
  readonly class?: Readonly<Record<string, Meaning>>;
  readonly concurrency: number;
}

type Check = PromptRules | PromptClassifier;

/** Names of Shoji's checks, and of AWS's. */
const CHECK_NAMES = ['rules', 'small', 'embedded-prompt', 'comprehend-custom', 'comprehend-toxicity'];
/** The billed item of each check. */
const BILLED: Readonly<Record<string, string>> = {
  'comprehend-custom': 'comprehend.unit',
  'comprehend-toxicity': 'comprehend-toxicity.unit',
};

/**
 * The checks of these names; `rules+small` means both together, as a server screens. A check in the configuration is
 * used unless a flag replaces it.
 * @throws CliError naming the missing configuration and how to add it.
 */
export function measuredChecks(
  names: readonly string[],
  sources: CheckSources,
  config: ShojiConfig,
): MeasuredCheck[] {
  if (names.length === 0) throw new CliError('--against: name at least one check.');
  return [...new Set(names)].map((name) => {
    const parts = name.split('+');
    const checks = parts.map((part) => checkOf(part, sources, config.prompt ?? []));
    const items = parts.flatMap((part) => BILLED[part] ?? []);
    const unknownCost = checks.some((check) => 'classify' in check && !CHECK_NAMES.includes(check.name));
    return {
      name,
      concurrency: sources.concurrency,
      screen: {
        rules: checks.flatMap((check) => ('match' in check ? [check] : [])),
        classifiers: checks.flatMap((check) => ('match' in check ? [] : [check])),
      },
      ...(items.length > 0 && {
        uses: (prompt: string): Usage[] => items.map((item) => ({ item, quantity: billedUnits(prompt) })),
      }),
      // A classifier of somebody's may be billed.
      ...(unknownCost && { unknownCost }),
    };
  });
}

/** In milliseconds. A call that is given up may have been billed, and its prompt would not be counted. */
const PATIENT = { timeout: 30_000 };

function checkOf(name: string, sources: CheckSources, configured: readonly Check[]): Check {
  const { weights, endpoint } = sources;
  const own = configured.find((check) => check.name === name);
  const reach = { resilience: PATIENT, ...(endpoint !== undefined && { endpointUrl: endpoint }) };
  if (name === 'rules') return own ?? rules();
  if (name === 'small' || name === 'embedded-prompt') {
    if (weights === undefined && own) return own;
    const trained = weights === undefined ? undefined : readPromptWeights(weights);
    if (name === 'small') return smallPromptClassifier(trained?.small);
    return embeddedPromptClassifier({ ...(trained && { weights: trained }) });
  }
  if (name === 'comprehend-custom') {
    const endpointArn = sources.endpointArn ?? process.env.SHOJI_COMPREHEND_ENDPOINT_ARN;
    if (!endpointArn && own) return own;
    if (!endpointArn) {
      throw new CliError(
        'comprehend-custom is not configured: name its endpoint with --endpoint-arn, in SHOJI_COMPREHEND_ENDPOINT_ARN or with comprehendCustom() in shoji.config.ts; `shoji classifier deploy` creates one.',
      );
    }
    // Every score counts here, also those below all thresholds.
    return comprehendCustom({
      endpointArn,
      classes: { ...USUAL_CLASSES, ...sources.class },
      minScore: 0,
      ...(sources.units !== undefined && { inferenceUnits: sources.units }),
      ...reach,
    });
  }
  if (name === 'comprehend-toxicity') {
    const region = sources.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
    if (sources.region === undefined && own) return own;
    if (!region) {
      throw new CliError(
        'comprehend-toxicity is not configured: name the Region with --region, in AWS_REGION or with comprehendToxicity() in shoji.config.ts.',
      );
    }
    return comprehendToxicity({ region, minScore: 0, ...reach });
  }
  if (own) return own;
  const known = [...new Set([...CHECK_NAMES, ...configured.map((check) => check.name)])];
  throw new CliError(`--against: unknown check ${JSON.stringify(name)}; known checks: ${known.join(', ')}.`);
}
