import type { PolicyFacts, PromptPolicy } from '../screen/client/policy.ts';
import { fieldsOf, flagIn, listIn, nameIn, numberIn, textIn, wholeIn } from '../screen/state/fields.ts';

/** The policy of a proxy, as it was last known. */
export interface KnownPolicy {
  readonly origin: string;
  readonly facts: PolicyFacts;
}

const SCORE = { min: 0, max: 1 };
const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER };

/** Reads a stored policy; `undefined` if it is unreadable, e.g. from another version. */
export function parseKnownPolicy(value: unknown): KnownPolicy | undefined {
  const fields = fieldsOf(value);
  const origin = textIn(fields.origin);
  const facts = factsIn(fields.facts);
  return origin !== undefined && facts ? { origin, facts } : undefined;
}

function factsIn(value: unknown): PolicyFacts | undefined {
  const { name, reveal, generator, limits, uncovered, prompt } = fieldsOf(value);
  const read = {
    name: textIn(name),
    reveal: flagIn(reveal),
    limits: limitsIn(limits),
    generator: generatorIn(generator),
    uncovered: uncoveredIn(uncovered),
    prompt: promptPolicyIn(prompt),
  };
  return read.name !== undefined && read.reveal !== undefined && read.limits
    ? { ...read, name: read.name, reveal: read.reveal, limits: read.limits }
    : undefined;
}

function generatorIn(value: unknown): PolicyFacts['generator'] {
  const fields = fieldsOf(value);
  const [name, kind] = [textIn(fields.name), nameIn(fields.kind, ['model', 'sample'])];
  return name !== undefined && kind ? { name, kind } : undefined;
}

function limitsIn(value: unknown): PolicyFacts['limits'] | undefined {
  const fields = fieldsOf(value);
  const maxImages = wholeIn(fields.maxImages, COUNT);
  const side = fieldsOf(fields.side);
  const [min, max, multipleOf] = [side.min, side.max, side.multipleOf].map((pixels) =>
    wholeIn(pixels, COUNT),
  );
  const negativePrompt = flagIn(fields.negativePrompt);
  const [inputImage, inputStrength] = [flagIn(fields.inputImage), flagIn(fields.inputStrength)];
  const prompt = fieldsOf(fields.prompt);
  const [most, unit] = [wholeIn(prompt.most, COUNT), nameIn(prompt.unit, ['bytes', 'characters'])];
  if (maxImages === undefined || min === undefined || max === undefined || multipleOf === undefined)
    return undefined;
  if (negativePrompt === undefined || inputImage === undefined || inputStrength === undefined)
    return undefined;
  if (most === undefined || !unit) return undefined;
  return {
    maxImages,
    side: { min, max, multipleOf },
    negativePrompt,
    inputImage,
    inputStrength,
    prompt: { most, unit },
  };
}

function uncoveredIn(value: unknown): PolicyFacts['uncovered'] {
  const fields = fieldsOf(value);
  const [prompt, image] = [textsIn(fields.prompt), textsIn(fields.image)];
  return prompt && image ? { prompt, image } : undefined;
}

function promptPolicyIn(value: unknown): PromptPolicy | undefined {
  const fields = fieldsOf(value);
  const [namesWords, checks] = [flagIn(fields.namesWords), textsIn(fields.checks)];
  if (namesWords === undefined || !checks) return undefined;
  const thresholds = Object.fromEntries(
    Object.entries(fieldsOf(fields.thresholds)).map(([category, scores]) => {
      const { warn, reject } = fieldsOf(scores);
      return [category, { warn: numberIn(warn, SCORE), reject: numberIn(reject, SCORE) }];
    }),
  );
  return { thresholds, namesWords, checks };
}

function textsIn(value: unknown): readonly string[] | undefined {
  return listIn(value, (item) => textIn(item));
}
