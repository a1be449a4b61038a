import { comprehendCustom, rekognition, sagemaker } from '@shoji/aws';
import { MIN_ANSWER_MEMORY } from '@shoji/capacity';
import { rules } from '@shoji/core';
import { MIN_EDGE_SECRET_LENGTH } from '../../access/edge-verdict.ts';
import { MIN_KEY_LENGTH } from '../../access/keys.ts';
import type { ShojiConfig } from '../../config.ts';
import { MIN_BODY_MEMORY } from '../../wire/body-room.ts';
import { ConfigError } from './config-error.ts';

/** Settings by name, as in `process.env`; the flags of the command line map to the same names. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The configuration with the environment's settings, which override the file.
 *
 * `SHOJI_POLICY` a preset; `SHOJI_BLOCKED` a list of blocked pictures; `SHOJI_KEYS`, `SHOJI_ORIGINS` lists with commas; `SHOJI_EDGE_SECRET` the secret shared with
 * Lambda@Edge; `SHOJI_ANSWER_MEMORY_MB` the memory for upstreams' answers, `SHOJI_BODY_MEMORY_MB` that for request bodies;
 * `SHOJI_SAGEMAKER_ENDPOINT`, `SHOJI_COMPREHEND_ENDPOINT_ARN` and `SHOJI_REKOGNITION_REGION` the three services of the
 * reference architecture.
 * @throws ConfigError when a key or secret is too short, or a memory limit is not a number.
 */
export function configFromEnvironment(env: Environment, file: ShojiConfig = {}): ShojiConfig {
  const policy = env.SHOJI_POLICY;
  const blocked = env.SHOJI_BLOCKED;
  const endpoint = env.SHOJI_SAGEMAKER_ENDPOINT;
  const endpointArn = env.SHOJI_COMPREHEND_ENDPOINT_ARN;
  const region = env.SHOJI_REKOGNITION_REGION;
  const keys = list(env.SHOJI_KEYS);
  if (keys?.some((key) => key.length < MIN_KEY_LENGTH)) {
    throw new ConfigError(
      `A key needs at least ${MIN_KEY_LENGTH} characters; \`openssl rand -hex 16\` generates one.`,
    );
  }
  const edgeSecret = env.SHOJI_EDGE_SECRET;
  if (edgeSecret && edgeSecret.length < MIN_EDGE_SECRET_LENGTH) {
    throw new ConfigError(
      `SHOJI_EDGE_SECRET needs at least ${MIN_EDGE_SECRET_LENGTH} characters; \`openssl rand -hex 32\` generates one.`,
    );
  }
  const origins = list(env.SHOJI_ORIGINS);
  const answerMemory = memoryOf(env, 'SHOJI_ANSWER_MEMORY_MB', MIN_ANSWER_MEMORY);
  const bodyMemory = memoryOf(env, 'SHOJI_BODY_MEMORY_MB', MIN_BODY_MEMORY);
  return {
    ...file,
    // An unknown preset is refused where the policy is resolved, with the list of presets.
    ...(policy && { policy: policy as NonNullable<ShojiConfig['policy']> }),
    ...(blocked && { blocked }),
    ...(endpointArn && { prompt: [rules(), comprehendCustom({ endpointArn })] }),
    ...(endpoint && { generator: sagemaker({ endpoint, contract: 'jumpstart-sd2' }) }),
    ...(region && { image: [rekognition({ region })] }),
    access: {
      ...file.access,
      ...(keys && { keys }),
      ...(origins && { origins }),
      ...(edgeSecret && { edgeSecret }),
      ...(answerMemory !== undefined && { answerMemory }),
      ...(bodyMemory !== undefined && { bodyMemory }),
    },
  };
}

function memoryOf(env: Environment, name: string, least: number): number | undefined {
  const megabytes = env[name];
  if (!megabytes) return undefined;
  const bytes = Number(megabytes) * 1_000_000;
  if (!Number.isSafeInteger(bytes) || bytes < least) {
    throw new ConfigError(
      `${name} is ${JSON.stringify(megabytes)}. Give a number of megabytes, at least ${least / 1_000_000}.`,
    );
  }
  return bytes;
}

/** Undefined for an empty list: an empty variable must not remove the file's keys. */
function list(value: string | undefined): string[] | undefined {
  const items = (value ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  return items.length > 0 ? items : undefined;
}
