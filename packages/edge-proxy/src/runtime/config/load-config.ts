import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MIN_ANSWER_MEMORY } from '@shoji/capacity';
import { parseNameList } from '@shoji/core/text';
import { z } from 'zod';
import { MIN_EDGE_SECRET_LENGTH } from '../../access/edge-verdict.ts';
import { MIN_KEY_LENGTH } from '../../access/keys.ts';
import type { ShojiConfig } from '../../config.ts';
import { MIN_BODY_MEMORY } from '../../wire/body-room.ts';
import { ConfigError } from './config-error.ts';

const DEFAULT_FILES = ['shoji.config.ts', 'shoji.config.js', 'shoji.config.mjs'];

const named = z.looseObject({ name: z.string().min(1) });
const withMethod = (methods: readonly string[], remedy: string) =>
  named.refine((value) => methods.some((method) => typeof value[method] === 'function'), { error: remedy });

const shape = z.strictObject({
  policy: z.unknown().optional(),
  prompt: z.array(withMethod(['match', 'classify'], 'use a factory such as rules()')).optional(),
  generator: withMethod(['generate'], 'use a factory such as sagemaker({ … })').optional(),
  image: z.array(withMethod(['moderate'], 'use a factory such as rekognition()')).optional(),
  animations: z
    .union([
      z.literal(false),
      z.strictObject({
        maxFrames: z.int().min(2).optional(),
        maxPixels: z.int().min(1).optional(),
        maxJudged: z.int().min(2).optional(),
      }),
    ])
    .optional(),
  people: z.union([z.string().min(1), z.array(z.string())]).optional(),
  blocked: z.string().min(1, 'name a file, e.g. blocked.txt').optional(),
  upstreams: z.array(withMethod(['owns'], 'use a factory such as automatic1111({ url })')).optional(),
  prices: z.record(z.string(), z.number().min(0)).optional(),
  access: z
    .strictObject({
      keys: z
        .array(z.string().min(MIN_KEY_LENGTH, `a key needs at least ${MIN_KEY_LENGTH} characters`))
        .optional(),
      origins: z.array(z.string()).optional(),
      maxBodyBytes: z.int().min(1024).optional(),
      bodyMemory: z.int().min(MIN_BODY_MEMORY).optional(),
      answerMemory: z.int().min(MIN_ANSWER_MEMORY).optional(),
      edgeSecret: z
        .string()
        .min(MIN_EDGE_SECRET_LENGTH, `the secret needs at least ${MIN_EDGE_SECRET_LENGTH} characters`)
        .optional(),
    })
    .optional(),
});

/**
 * Loads the operator's configuration file. Node runs TypeScript directly, so nothing is built.
 * @param path The file. When omitted, `shoji.config.ts` in `directory`, or an empty configuration if that does not exist.
 * @throws ConfigError
 */
export async function loadConfig(directory: string, path?: string): Promise<ShojiConfig> {
  const file = path
    ? resolve(directory, path)
    : DEFAULT_FILES.map((name) => resolve(directory, name)).find(existsSync);
  if (file === undefined) return {};
  if (!existsSync(file)) throw new ConfigError(`${file}: there is no such file.`);
  const loaded: unknown = await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw new ConfigError(`${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  });
  const config = (loaded as { default?: unknown }).default;
  if (config === undefined)
    throw new ConfigError(`${file}: export the configuration as default: export default defineConfig({ … })`);
  assertConfig(config, file);
  return {
    ...config,
    ...(config.people !== undefined && { people: await namesOf(config.people, file) }),
    ...(config.blocked !== undefined && { blocked: resolve(dirname(file), config.blocked) }),
  };
}

/** The names of people, read from their file if they are in one. */
async function namesOf(people: string | readonly string[], config: string): Promise<readonly string[]> {
  const list = typeof people === 'string' ? resolve(dirname(config), people) : undefined;
  try {
    return parseNameList(list === undefined ? [people].flat().join('\n') : await readFile(list, 'utf8'));
  } catch (cause) {
    const where = list === undefined ? `${config}: people` : `${config}: people: ${list}`;
    throw new ConfigError(`${where}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function assertConfig(config: unknown, file: string): asserts config is ShojiConfig {
  const { success, error } = shape.safeParse(config);
  if (success) return;
  const lines = error.issues.map(
    ({ path, message }) => `${file}: ${path.join('.') || 'the configuration'}: ${message}`,
  );
  throw new ConfigError(lines.join('\n'));
}
