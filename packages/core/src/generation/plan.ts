import type { Chosen, GeneratorLimits } from '../ports/generator.ts';
import { DEFAULT_PROMPT_LIMIT, isPromptWithinLimit, limitInWords } from '../ports/prompt-limit.ts';
import { hasNegativeWeight, paintsNegatives } from '../text/guidance.ts';
import { GenerationError } from './errors.ts';
import type { GenerationRequest, InputImage } from './request.ts';

/** Limit of the texts of one request: each may cost one call of every classifier. */
const MAX_TEXTS = 64;
/** UTF-16 units of all of them together. */
const MAX_TOTAL = 640_000;
/** The share of a picture that is replaced when a request does not say, as in the web UI of AUTOMATIC1111. */
const DEFAULT_STRENGTH = 0.75;
/** Larger weights of a LoRA destroy the picture. */
const MAX_WEIGHT = 4;
const SEEDS = 2 ** 32;
// An odd constant spreads the seeds of later attempts over the whole range (2^32 divided by the golden ratio).
const GOLDEN = 0x9e3779b9;

/** A request with every default filled in and every limit checked. */
export interface GenerationPlan {
  readonly prompt: string;
  /** Every other text that is screened like the prompt. */
  readonly otherPrompts: readonly string[];
  readonly names: readonly string[];
  readonly negativePrompt: string;
  readonly otherNegativePrompts: readonly string[];
  /** Guidance below 1 is inverted: the model then paints its negative prompt. */
  readonly inverted: boolean;
  readonly n: number;
  readonly width: number;
  readonly height: number;
  readonly steps: number;
  readonly guidanceScale: number;
  readonly chosen: Chosen;
  readonly input: { readonly image: InputImage['image']; readonly strength: number } | undefined;
  /** The seed of picture `index` (from 0) in `attempt` (from 1); the same request and seed give the same ones again. */
  seedOf(index: number, attempt: number): number;
}

/**
 * Checks a request against the generator's limits, before anything is spent.
 * @throws GenerationError `invalid_request`, naming the field and its permitted values.
 */
export function planGeneration(request: GenerationRequest, limits: GeneratorLimits): GenerationPlan {
  const { side, prompt: longest = DEFAULT_PROMPT_LIMIT } = limits;
  const fits = (text: string) => isPromptWithinLimit(text, longest);
  const first = request.seed ?? randomSeed();
  const guidanceScale = request.guidanceScale ?? 7.5;
  const negatives = [request.negativePrompt ?? '', ...(request.otherNegativePrompts ?? [])];
  const inverted = paintsNegatives(guidanceScale);
  const painted = negatives.filter((text) => inverted || hasNegativeWeight(text));
  const chosen = chosenOf(request.chosen ?? {}, limits);
  const plan = {
    prompt: request.prompt,
    otherPrompts: [...(request.otherPrompts ?? []), ...painted],
    names: [...(request.names ?? []), ...namesOf(chosen)],
    negativePrompt: negatives[0] ?? '',
    otherNegativePrompts: negatives.slice(1),
    inverted,
    n: request.n ?? 1,
    width: request.width ?? nearestSide(512, side),
    height: request.height ?? nearestSide(512, side),
    steps: request.steps ?? 30,
    guidanceScale,
    chosen,
    input: request.input && {
      image: request.input.image,
      strength: request.input.strength ?? DEFAULT_STRENGTH,
    },
    seedOf: (index: number, attempt: number) => (first + index + (attempt - 1) * GOLDEN) % SEEDS,
  };
  demand(limits.emptyPrompt === true || plan.prompt.trim() !== '', 'prompt', 'must not be empty');
  const others = [...plan.otherPrompts, ...plan.otherNegativePrompts];
  demand(others.length <= MAX_TEXTS, 'prompt', `may come with at most ${MAX_TEXTS} further texts`);
  demand(
    others.every(fits),
    'prompt',
    `and each further text must have at most ${limitInWords(longest)}; shorten it`,
  );
  for (const field of ['prompt', 'negativePrompt'] as const) {
    demand(fits(plan[field]), snake(field), `must have at most ${limitInWords(longest)}; shorten it`);
  }
  const total = [plan.prompt, plan.negativePrompt, ...others, ...plan.names];
  demand(
    total.reduce((sum, { length }) => sum + length, 0) <= MAX_TOTAL,
    'prompt',
    `and all further texts must have at most ${MAX_TOTAL} characters together`,
  );
  demand(isWhole(plan.n, 1, limits.maxImages), 'n', `must be a whole number from 1 to ${limits.maxImages}`);
  for (const field of ['width', 'height'] as const) {
    const ok = isWhole(plan[field], side.min, side.max) && plan[field] % side.multipleOf === 0;
    demand(ok, field, `must be a multiple of ${side.multipleOf} from ${side.min} to ${side.max}`);
  }
  demand(
    plan.input === undefined || limits.inputImage === true,
    'image',
    'cannot be given here; leave it out',
  );
  demand(
    plan.input === undefined || (plan.input.strength >= 0 && plan.input.strength <= 1),
    'image.strength',
    'must be a number from 0 to 1',
  );
  demand(isWhole(first, 0, SEEDS - 1), 'seed', `must be a whole number from 0 to ${SEEDS - 1}`);
  demand(isWhole(plan.steps, 1, 150), 'steps', 'must be a whole number from 1 to 150');
  demand(
    plan.guidanceScale >= 0 && plan.guidanceScale <= 50,
    'guidance_scale',
    'must be a number from 0 to 50',
  );
  return plan;
}

/** The choices of a request. @throws GenerationError for a choice that the generator does not have. */
function chosenOf({ loras, ...names }: Chosen, { chooses = [] }: GeneratorLimits): Chosen {
  for (const field of ['model', 'sampler', 'scheduler'] as const)
    demand(
      names[field] === undefined || chooses.includes(field),
      field,
      'cannot be chosen here; leave it out',
    );
  demand(loras === undefined || chooses.includes('loras'), 'loras', 'cannot be chosen here; leave them out');
  demand(
    (loras ?? []).every(({ weight }) => Math.abs(weight) <= MAX_WEIGHT),
    'loras',
    `must have weights from -${MAX_WEIGHT} to ${MAX_WEIGHT}`,
  );
  return { ...names, loras };
}

function namesOf({ model, sampler, scheduler, loras = [] }: Chosen): string[] {
  return [model, sampler, scheduler, ...loras.map(({ name }) => name)].filter((name) => name !== undefined);
}

function demand(holds: boolean, field: string, rule: string): void {
  if (!holds) throw new GenerationError('invalid_request', `${field} ${rule}.`);
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function nearestSide(wanted: number, { min, max, multipleOf }: GeneratorLimits['side']): number {
  const inside = Math.min(max, Math.max(min, wanted));
  return inside - (inside % multipleOf);
}

function snake(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

// One system call per random number would cost more than the rest of a plan.
const drawn = new Uint32Array(256);
let next = drawn.length;

function randomSeed(): number {
  if (next === drawn.length) {
    crypto.getRandomValues(drawn);
    next = 0;
  }
  return drawn[next++] ?? 0;
}
