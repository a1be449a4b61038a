import type { ImageGenerator } from '@shoji/core';
import { automatic1111, comfyui, openai } from '../generators/index.ts';
import { ConfigError } from './config/config-error.ts';

/** The protocols of generators that the command line accepts. */
const PROTOCOLS: Readonly<Record<string, (url: string) => ImageGenerator>> = {
  automatic1111: (url) => automatic1111({ url }),
  comfyui: (url) => comfyui({ url }),
  openai: (url) => openai({ url }),
};

/**
 * The generator that `SHOJI_GENERATOR` or `--generator` names: `protocol=url`.
 * @throws ConfigError naming the entry and its form.
 */
export function generatorOf(entry: string): ImageGenerator {
  const [, name = '', url = ''] = /^([\w-]+)=(.*)$/.exec(entry.trim()) ?? [];
  const make = Object.hasOwn(PROTOCOLS, name) ? PROTOCOLS[name] : undefined;
  if (!make || !(URL.canParse(url) && /^https?:/.test(url))) {
    const names = Object.keys(PROTOCOLS).join(', ');
    throw new ConfigError(
      `generator ${entry}: write protocol=url with one of ${names}, e.g. comfyui=http://127.0.0.1:8188.`,
    );
  }
  return make(url);
}
