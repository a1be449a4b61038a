import type { core } from 'zod/mini';
import { CATEGORIES } from '../vocabulary/category.ts';
import { OperatorError } from '../vocabulary/operator-error.ts';
import { type PresetName, presets } from './presets.ts';
import { type Policy, policySchema } from './schema.ts';

/**
 * The policy in a configuration: a preset's name, or a preset with some values replaced.
 * @example
 * ```ts
 * const policy: PolicyInput = { extends: 'standard', prompt: { gambling: { reject: 0.5 } } };
 * ```
 */
export type PolicyInput = PresetName | ({ extends?: PresetName } & Partial<Policy>);

const PER_CATEGORY = ['prompt', 'image', 'illustrated'];

/** An invalid policy; `message` names each field and its valid values. */
export class PolicyError extends OperatorError {
  override readonly name = 'PolicyError';
}

/**
 * The complete policy of an input. Categories named in `prompt`, `image` and `illustrated` replace the preset's one by
 * one; every other field replaces the preset's whole.
 * @throws PolicyError naming the field and the remedy.
 * @example
 * ```ts
 * resolvePolicy('strict');
 * resolvePolicy({ extends: 'standard', image: { violence: { withhold: 0.9 } } });
 * ```
 */
export function resolvePolicy(input: unknown): Policy {
  if (typeof input === 'string') return preset(input);
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new PolicyError(
      `policy: expected one of ${presetNames()} or an object, got ${JSON.stringify(input)}.`,
    );
  }
  const { extends: base = 'standard', ...changes } = input as Record<string, unknown>;
  const from = preset(base);
  const merged = {
    ...from,
    name: `${from.name}+`,
    ...changes,
    prompt: merge(from.prompt, changes.prompt),
    image: merge(from.image, changes.image),
    illustrated: merge(from.illustrated, changes.illustrated),
    regenerate: merge(from.regenerate, changes.regenerate),
    deadlines: merge(from.deadlines, changes.deadlines),
  };
  const parsed = policySchema.safeParse(merged);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    (issue) => `${['policy', ...issue.path].join('.')}: ${remedy(issue)}`,
  );
  throw new PolicyError(lines.join('\n'));
}

function preset(name: unknown): Policy {
  if (typeof name === 'string' && Object.hasOwn(presets, name)) return presets[name as PresetName];
  throw new PolicyError(`policy: ${JSON.stringify(name)} is not a preset; use one of ${presetNames()}.`);
}

function presetNames(): string {
  return Object.keys(presets).join(', ');
}

function merge(base: object, changes: unknown): unknown {
  if (changes === undefined) return base;
  const isPlain = typeof changes === 'object' && changes !== null && !Array.isArray(changes);
  return isPlain ? { ...base, ...changes } : changes;
}

function remedy(issue: core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const keys = issue.keys.join(', ');
      const isCategory = PER_CATEGORY.some((field) => issue.path.length === 1 && issue.path[0] === field);
      return isCategory
        ? `unknown category ${keys}; the categories are ${CATEGORIES.join(', ')}.`
        : `unknown field ${keys}; remove it or correct its spelling.`;
    }
    case 'too_small':
      return `must be at least ${issue.minimum}.`;
    case 'too_big':
      return `must be at most ${issue.maximum}.`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}.`;
    case 'invalid_type':
      return `must be of type ${issue.expected}.`;
    default:
      return `${issue.message}.`;
  }
}
