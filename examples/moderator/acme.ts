import { CheckError, defineModerator, type Finding } from '@shoji/core';
import { z } from 'zod';

/** Options for Acme's moderation service. */
export interface AcmeOptions {
  readonly apiKey: string;
  /** The service's URL. */
  readonly url?: string;
}

const answerSchema = z.object({
  labels: z.array(z.object({ name: z.string(), confidence: z.number().min(0).max(1) })),
});

/** Acme's labels, each with its category. */
const MEANINGS = new Map<string, Finding['category']>([
  ['explicit', 'nudity'],
  ['weapon', 'violence'],
]);

/**
 * Judges images with Acme's service. An unknown label is an error, because Shoji could not tell what it means; an error
 * withholds the image.
 */
export const acme = defineModerator(({ apiKey, url = 'https://api.acme.example' }: AcmeOptions) => ({
  name: 'acme',
  covers: ['nudity', 'violence'],
  async moderate({ bytes, mediaType }, { signal }) {
    const response = await fetch(`${url}/v1/images`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': mediaType },
      body: bytes,
      signal,
    }).catch((cause: unknown) => {
      signal.throwIfAborted();
      throw new CheckError('unavailable', 'Acme cannot be reached.', { cause });
    });
    if (response.status === 429) throw new CheckError('throttled', 'Acme is busy.');
    if (!response.ok) throw new CheckError('unavailable', `Acme answered ${response.status}.`);
    const { success, data } = answerSchema.safeParse(await response.json().catch(() => undefined));
    if (!success) throw new CheckError('invalid-answer', 'Acme’s answer cannot be read.');
    const findings = data.labels.map(({ name, confidence }): Finding => {
      const category = MEANINGS.get(name);
      if (category === undefined) throw new CheckError('unknown-label', `Acme answered the label ${name}.`);
      return { check: 'acme', category, label: name, score: confidence };
    });
    return { findings, usage: [{ item: 'acme.image', quantity: 1 }] };
  },
}));
