import { AWS_PRICES, rekognition } from '@shoji/aws';
import { type ImageCodec, rules } from '@shoji/core';
import { causeOf } from '@shoji/core/screen';
import { withBlockedPictures } from '@shoji/pixels';
import { createApp } from '../../app.ts';
import { completeConfig, engineOf, type ShojiConfig } from '../../config.ts';
import { ConfigError } from '../config/config-error.ts';
import { configFromEnvironment, type Environment } from '../config/environment.ts';
import { logObservations } from '../log-observations.ts';
import type { Fetches } from './buffered.ts';
import { lambdaLog } from './log.ts';

export { bufferedHandler } from './buffered.ts';
export { streamingHandler } from './streaming.ts';

/**
 * The HTTP application of a Lambda function, for `streamingHandler` or `bufferedHandler`.
 *
 * Settings come from `config` and from the environment, which overrides it. The defaults are not the embedded models,
 * which would not fit: the rules check prompts, and Rekognition in the function's Region checks images.
 * @throws ConfigError, PolicyError or EngineError for invalid settings: the function then does not start.
 */
export function lambdaApp(
  codec: ImageCodec,
  config: ShojiConfig = {},
  env: Environment = process.env,
): Fetches {
  const settings = configFromEnvironment(env, config);
  const { generator } = settings;
  if (generator === undefined) {
    throw new ConfigError('No image model is set. Name a SageMaker endpoint in SHOJI_SAGEMAKER_ENDPOINT.');
  }
  const complete = completeConfig(settings, {
    policy: 'standard',
    // Made only when needed: unpacking the lexicon takes some milliseconds.
    prompt: settings.prompt ?? [rules()],
    generator,
    image: settings.image ?? [rekognition()],
    prices: AWS_PRICES,
  });
  const image = withBlockedPictures(complete.image, settings.blocked);
  assertGuarded(complete.access, env);
  const log = lambdaLog(env.LOG_LEVEL);
  return createApp(engineOf({ ...complete, image }, codec, logObservations(log)), {
    access: complete.access,
    upstreams: complete.upstreams,
    onError: (error, requestId) => log.error({ requestId, cause: causeOf(error) }, 'internal error'),
  });
}

/** A function URL without access control is public. */
function assertGuarded(
  { keys, edgeSecret }: { keys: readonly string[]; edgeSecret?: string },
  env: Environment,
): void {
  if (keys.length > 0 || edgeSecret !== undefined || env.SHOJI_INSECURE === '1') return;
  throw new ConfigError(
    'This function would be public. Set SHOJI_KEYS, or SHOJI_EDGE_SECRET behind CloudFront; SHOJI_INSECURE=1 is for a URL with AWS_IAM authentication.',
  );
}
