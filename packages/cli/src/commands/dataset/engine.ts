import { CATEGORIES, type Category, resolvePolicy } from '@shoji/core';
import { EngineError } from '@shoji/core/generation';
import type { ImageScreen, PriceTable, PromptScreen } from '@shoji/core/screen';
import { DATASET_LIMITS } from '@shoji/curator/dataset';
import { configFromEnvironment, loadConfig } from '@shoji/edge-proxy/config';
import { judgingCodec, withBlockedPictures } from '@shoji/pixels';
import { embeddedModerators } from '../../engine/embedded-checks.ts';
import { LIST_PRICES } from '../../engine/list-prices.ts';
import { promptScreen } from '../../engine/prompt-screen.ts';

/** The checks for a data set, from the operator's configuration. */
export interface DatasetEngine {
  readonly images: ImageScreen;
  readonly prices: PriceTable;
  /** Names of the moderators. */
  readonly checks: readonly string[];
  /** Categories that the policy restricts and no moderator can see. */
  readonly unseen: readonly Category[];
  /** Loaded only if there are prompts to judge. */
  prompts(): Promise<PromptScreen>;
}

/** @throws ConfigError, PolicyError or EngineError with the remedy. */
export async function datasetEngine(flags: {
  readonly config?: string;
  readonly policy?: string;
}): Promise<DatasetEngine> {
  const file = await loadConfig(process.cwd(), flags.config);
  const env = { ...process.env, ...(flags.policy && { SHOJI_POLICY: flags.policy }) };
  const config = configFromEnvironment(env, file);
  const policy = resolvePolicy(config.policy ?? 'standard');
  const moderators = withBlockedPictures(config.image ?? (await embeddedModerators()), config.blocked);
  const checks = moderators.map(({ name }) => name);
  if (checks.length === 0) throw new EngineError('image: no moderator is configured.');
  const twice = checks.find((name, index) => checks.indexOf(name) !== index);
  if (twice !== undefined)
    throw new EngineError(`Two moderators have the name ${twice}; rename one of them.`);
  // A check of the words in pictures does not see the rest of a picture.
  const seen = new Set(moderators.flatMap(({ covers, wordsOnly }) => (wordsOnly ? [] : covers)));
  return {
    images: { policy, moderators, codec: judgingCodec(DATASET_LIMITS) },
    prices: { ...LIST_PRICES, ...config.prices },
    checks,
    unseen: CATEGORIES.filter((category) => policy.image[category] && !seen.has(category)),
    prompts: () => promptScreen(flags),
  };
}
