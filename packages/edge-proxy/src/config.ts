import {
  type Engine,
  type ImageCodec,
  type ImageGenerator,
  type ImageModerator,
  type PolicyInput,
  type PriceTable,
  type PromptClassifier,
  type PromptRules,
  resolvePolicy,
} from '@shoji/core';
import type { Access } from './app.ts';
import type { Upstream } from './dialect-kit/serving/upstream.ts';

/** What `shoji.config.ts` exports: factories put together. Everything left out is the embedded default. */
export interface ShojiConfig {
  /** A preset's name, or a preset with some values replaced. */
  readonly policy?: PolicyInput | undefined;
  /** Checks of the prompt: rules run first, classifiers after them in parallel. */
  readonly prompt?: readonly (PromptRules | PromptClassifier)[];
  readonly generator?: ImageGenerator;
  /** Judges of pictures, asked in parallel. */
  readonly image?: readonly ImageModerator[];
  /** US dollars per billed item, for the cost estimate; added to the list prices that Shoji knows. */
  readonly prices?: PriceTable;
  /** Servers of existing apps that Shoji stands in front of, e.g. `automatic1111({ url })`. */
  readonly upstreams?: readonly Upstream[];
  readonly access?: Partial<Access>;
}

/** Types a configuration; returns it as it is. */
export function defineConfig(config: ShojiConfig): ShojiConfig {
  return config;
}

/** A configuration in which nothing is left out. */
export type CompleteConfig = Required<Omit<ShojiConfig, 'access'>> & { readonly access: Access };

/** What a configuration is filled up from. */
export type ConfigDefaults = Omit<CompleteConfig, 'access' | 'upstreams'>;

/** Most bytes of a request body: sixteen pictures of 1 MB as base64, with room to spare. */
export const DEFAULT_MAX_BODY_BYTES = 24_000_000;

/** Fills `config` up from `defaults`. */
export function completeConfig(config: ShojiConfig, defaults: ConfigDefaults): CompleteConfig {
  return {
    policy: config.policy ?? defaults.policy,
    prompt: config.prompt ?? defaults.prompt,
    generator: config.generator ?? defaults.generator,
    image: config.image ?? defaults.image,
    upstreams: config.upstreams ?? [],
    prices: { ...defaults.prices, ...config.prices },
    access: { keys: [], origins: [], maxBodyBytes: DEFAULT_MAX_BODY_BYTES, ...config.access },
  };
}

/**
 * The engine a configuration means.
 * @throws PolicyError naming what is wrong with the policy.
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
