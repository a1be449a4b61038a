import {
  type Engine,
  type ImageCodec,
  type ImageGenerator,
  type ImageModerator,
  OperatorError,
  type PolicyInput,
  type PromptClassifier,
  type PromptRules,
  resolvePolicy,
} from '@shoji/core';
import type { AnimationLimits } from '@shoji/core/image';
import type { PriceTable } from '@shoji/core/screen';
import { namedPeople } from '@shoji/core/text';
import type { Access } from './app.ts';
import type { Upstream } from './dialect-kit/serving/upstream.ts';

/** The default export of `shoji.config.ts`. Omitted fields take the embedded default. */
export interface ShojiConfig {
  /** A preset's name, or a preset with some values replaced. */
  readonly policy?: PolicyInput | undefined;
  /** Checks of the prompt: rules run first, classifiers after them in parallel. */
  readonly prompt?: readonly (PromptRules | PromptClassifier)[];
  readonly generator?: ImageGenerator;
  /** Image moderators, called in parallel. */
  readonly image?: readonly ImageModerator[];
  /**
   * Limits of animations: `maxJudged` is the most frames that are judged (default: 32), each of which is a call of each
   * image moderator; `false` withholds animations.
   */
  readonly animations?: Partial<AnimationLimits> | false | undefined;
  /**
   * Names of people whom prompts must not sexualise, degrade or hurt: a file with one name a line, beside this
   * configuration, or the names themselves.
   */
  readonly people?: string | readonly string[] | undefined;
  /** A list of blocked pictures, as `shoji image hash` prints them; a relative path starts at the configuration's folder. */
  readonly blocked?: string | undefined;
  /** US dollars per billed item for the cost estimate; they override Shoji's list prices. */
  readonly prices?: PriceTable;
  /** Servers of existing apps behind Shoji, e.g. `automatic1111({ url })`. */
  readonly upstreams?: readonly Upstream[];
  readonly access?: Partial<Access>;
}

/**
 * Types a configuration, and returns it unchanged.
 * @example
 * export default defineConfig({ policy: 'strict', upstreams: [automatic1111({ url: 'http://127.0.0.1:7860' })] });
 */
export function defineConfig(config: ShojiConfig): ShojiConfig {
  return config;
}

/** A configuration without omitted fields. */
export type CompleteConfig = Required<Omit<ShojiConfig, 'access' | 'animations' | 'blocked' | 'people'>> &
  Pick<ShojiConfig, 'animations'> & { readonly access: Access };

/** Defaults for omitted fields of a configuration. */
export type ConfigDefaults = Omit<CompleteConfig, 'access' | 'animations' | 'upstreams'>;

/** Most bytes of a request body: sixteen pictures of 1 MB as base64, with room to spare. */
const DEFAULT_MAX_BODY_BYTES = 24_000_000;

/**
 * The rules for the people that a configuration names; none where it names nobody.
 * @throws OperatorError for the path of a file: `loadConfig` reads it.
 */
export function peopleRules({ people }: Pick<ShojiConfig, 'people'>): PromptRules[] {
  if (people === undefined) return [];
  if (typeof people !== 'string') return [namedPeople({ names: people })];
  throw new OperatorError(
    `people: ${people} is a file, which is read only where the configuration is loaded from a file. Give the names as a list.`,
  );
}

/**
 * `config`, with `defaults` for its omitted fields, and with the rules for the people that it names.
 * @throws OperatorError when its `people` is a file that was not read.
 */
export function completeConfig(config: ShojiConfig, defaults: ConfigDefaults): CompleteConfig {
  return {
    policy: config.policy ?? defaults.policy,
    prompt: [...(config.prompt ?? defaults.prompt), ...peopleRules(config)],
    generator: config.generator ?? defaults.generator,
    image: config.image ?? defaults.image,
    animations: config.animations,
    upstreams: config.upstreams ?? [],
    prices: { ...defaults.prices, ...config.prices },
    access: { keys: [], origins: [], maxBodyBytes: DEFAULT_MAX_BODY_BYTES, ...config.access },
  };
}

/**
 * The engine of a configuration.
 * @throws PolicyError naming the invalid field of the policy.
 */
export function engineOf(
  config: CompleteConfig,
  codec: ImageCodec,
  observe?: NonNullable<Engine['observe']>,
): Engine {
  return {
    policy: resolvePolicy(config.policy),
    rules: config.prompt.filter((check) => 'match' in check),
    classifiers: config.prompt.filter((check) => 'classify' in check),
    generator: config.generator,
    moderators: config.image,
    codec,
    prices: config.prices,
    ...(observe && { observe }),
  };
}
