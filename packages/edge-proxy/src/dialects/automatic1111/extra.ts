import { isObject, type Json } from '../../guard/strict-json.ts';
import type { Role } from '../../providers/http/reading.ts';
import { BodyError } from '../wire/read-body.ts';

/** The texts that SD.Next's own processing reads. Any other could name a file, a style or a script of the server. */
const TEXTS: Readonly<Record<string, Role>> = {
  prompt: 'prompt',
  refiner_prompt: 'prompt',
  detailer_prompt: 'prompt',
  hr_prompt: 'prompt',
  negative_prompt: 'negative',
  refiner_negative: 'negative',
  detailer_negative: 'negative',
  hr_negative_prompt: 'negative',
  sampler_name: 'name',
  hr_sampler_name: 'name',
  hr_upscaler: 'name',
};

/** What a text of `extra` is. */
export function roleInExtra(key: string | undefined): Role {
  return (key !== undefined && Object.hasOwn(TEXTS, key) && TEXTS[key]) || 'prompt';
}

/**
 * SD.Next writes each entry of `extra` over the request that it has read: texts may be those that are screened as what
 * they then are, everything else plain switches and numbers, and none may have pictures saved.
 * @throws BodyError naming the entry.
 */
export function assertExtra(extra: Json | undefined): void {
  if (extra === undefined || extra === null) return;
  if (!isObject(extra)) throw new BodyError(400, 'extra must be an object.');
  for (const [key, value] of Object.entries(extra)) {
    const plain = typeof value === 'number' || typeof value === 'boolean';
    const known = typeof value === 'string' && Object.hasOwn(TEXTS, key);
    if (!plain && !known)
      throw new BodyError(400, `extra.${key}: this could replace what was screened. Send it as a field.`);
    if (/save/i.test(key))
      throw new BodyError(400, `extra.${key}: whether pictures are saved is the operator's choice.`);
  }
}
