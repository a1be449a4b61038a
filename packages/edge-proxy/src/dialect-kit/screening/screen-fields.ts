import { mergeNegativePrompt, paintsNegatives } from '@shoji/core/text';
import type { Call } from '../call/call.ts';
import { lowestGuidance, pictureSlots, type ReadFields, textSlots } from '../fields/read-fields.ts';
import { requestTexts } from '../fields/request-texts.ts';
import { inputPictures, refuseDirectives } from './input-pictures.ts';
import { screenInputs } from './screen-picture.ts';
import { screenTexts } from './screen-texts.ts';
import type { ScreenedParts } from './screened-body.ts';

/**
 * Everything of a body that must be judged before it is sent, for a call that generates nothing: each text by its role,
 * negative prompts merged with the operator's, pictures found clear.
 * @throws Blocked, BodyError
 */
export async function screenFields(call: Call, read: ReadFields): Promise<ScreenedParts> {
  const { prompts, negatives, names } = requestTexts(read);
  refuseDirectives([...prompts, ...negatives, ...names]);
  // Below 1 the model paints its negative prompt: it is then judged as a prompt, and the operator's terms are not
  // added.
  const isPainted = paintsNegatives(lowestGuidance(read) ?? 1);
  const inputs = inputPictures(pictureSlots(read), 'grey');
  const prompt = await screenTexts(call, {
    prompts: isPainted ? [...prompts, ...negatives] : prompts,
    names,
  });
  const { policy } = call.engine;
  const merged = textSlots(read, 'negative').map((slot) => {
    const typed = slot.value;
    return [slot, isPainted ? typed : mergeNegativePrompt({ policy, typed }).text] as const;
  });
  return { prompt, negatives: new Map(merged), pictures: await screenInputs(inputs, call) };
}
