import type { JSONValue } from '@ai-sdk/provider';
import type { ScreenedRequest } from '@shoji/core';
import {
  type FieldsOf,
  type FilledField,
  type NamedField,
  namedFields,
  type ProviderOptions,
  withFields,
} from '../fields.ts';

/**
 * Permitted values of a call's provider option:
 * - `prompt`: a text that conditions the model; it is screened like the prompt.
 * - `negative`: a negative prompt; the predefined one is put before it, also if the call has no negative prompt.
 * - `name`: a short string that chooses something; the rules read it.
 * - `number`, `toggle`: a number, a boolean.
 * - `guidance`: a guidance scale, at 1 or less of which the model ignores its negative prompt.
 */
export type CallRole = 'prompt' | 'negative' | 'name' | 'number' | 'toggle' | 'guidance';

/** The provider options of one call. */
export interface CallOptionsRead {
  readonly prompts: readonly string[];
  readonly names: readonly string[];
  /** One for each option that takes a negative prompt, in the table's order. */
  readonly negatives: readonly string[];
  readonly guidanceScale: number | undefined;
  /** The options to send: with screened texts and the merged negative prompts. */
  fill(request: ScreenedRequest): ProviderOptions;
}

/** Why provider options are refused, with the setting that would open them. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

// Neither an address, a path upwards, nor data: such a name would make the model's server open something.
const NAME = /^(?!.*(?:\/\/|\.\.))[A-Za-z0-9][\w .:+@/-]{0,127}$/;

type Sent = NamedField<CallRole> & { readonly value: JSONValue };

/**
 * Reads the provider options of a call by the table `fields`.
 * @throws OptionError for an option that the table does not name, and for a value that its role does not take.
 */
export function readOptions(given: unknown, fields: FieldsOf<CallRole>): CallOptionsRead {
  const table = namedFields(fields);
  const sent = valuesOf(given).map((option) => ({ ...option, role: roleOf(option, table) }));
  for (const option of sent) assertValue(option);

  const textsOf = (role: CallRole) =>
    sent.flatMap((option) =>
      option.role === role && typeof option.value === 'string' ? [option.value] : [],
    );
  const scales = sent.flatMap(({ role, value }) =>
    role === 'guidance' && typeof value === 'number' ? [value] : [],
  );
  const negatives = table.filter(({ role }) => role === 'negative');
  return {
    prompts: textsOf('prompt'),
    names: textsOf('name'),
    negatives: negatives.map((field) => {
      const typed = sent.find((option) => isSame(option, field))?.value;
      return typeof typed === 'string' ? typed : '';
    }),
    // The smallest scale decides whether negative prompts have an effect.
    guidanceScale: scales.length === 0 ? undefined : Math.min(...scales),
    fill: (request) =>
      withFields({}, [
        ...sent.filter(({ role }) => role !== 'negative').map((option) => screened(option, request)),
        ...mergedNegatives(negatives, request),
      ]),
  };
}

function valuesOf(given: unknown): { provider: string; field: string; value: JSONValue }[] {
  if (given === undefined) return [];
  return entriesOf(given, 'providerOptions').flatMap(([provider, options]) =>
    entriesOf(options, `providerOptions.${provider}`)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([field, value]) => {
        if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
          return { provider, field, value };
        throw new OptionError(
          `providerOptions.${provider}.${field} is a list or an object, which cannot be screened; leave it out.`,
        );
      }),
  );
}

function entriesOf(value: unknown, path: string): [string, unknown][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw new OptionError(`${path} must be an object.`);
}

function roleOf(
  { provider, field, value }: { provider: string; field: string; value: JSONValue },
  table: readonly NamedField<CallRole>[],
): CallRole {
  const named = table.find((each) => each.provider === provider && each.field === field);
  if (named) return named.role;
  const likely = typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'toggle' : 'name';
  throw new OptionError(
    `providerOptions.${provider}.${field} has no role, so it is not sent. Give it one: ` +
      `shojiMiddleware(engine, { fields: { ${provider}: { ${field}: '${likely}' } } }).`,
  );
}

function assertValue({ provider, field, role, value }: Sent): void {
  const path = `providerOptions.${provider}.${field}`;
  switch (role) {
    case 'prompt':
    case 'negative':
      if (typeof value !== 'string') throw new OptionError(`${path} must be a string.`);
      return;
    case 'name':
      if (typeof value !== 'string' || !NAME.test(value))
        throw new OptionError(
          `${path} must be a name of at most 128 letters, digits and signs, without an address or a path.`,
        );
      return;
    case 'toggle':
      if (typeof value !== 'boolean') throw new OptionError(`${path} must be true or false.`);
      return;
    case 'number':
    case 'guidance':
      if (typeof value !== 'number' || !Number.isFinite(value))
        throw new OptionError(`${path} must be a number.`);
  }
}

function screened({ provider, field, role, value }: Sent, { prompt }: ScreenedRequest): FilledField {
  if (role === 'prompt' && (typeof value !== 'string' || !prompt.covers(value)))
    throw new OptionError(`providerOptions.${provider}.${field} was not screened.`);
  return { provider, field, value };
}

function mergedNegatives(
  fields: readonly NamedField<CallRole>[],
  { negativePrompt, otherNegativePrompts }: ScreenedRequest,
): FilledField[] {
  return [negativePrompt, ...otherNegativePrompts].flatMap((value, at) => {
    const field = fields[at];
    return field === undefined || value === '' ? [] : [{ ...field, value }];
  });
}

function isSame(a: Omit<NamedField<CallRole>, 'role'>, b: Omit<NamedField<CallRole>, 'role'>): boolean {
  return a.provider === b.provider && a.field === b.field;
}
