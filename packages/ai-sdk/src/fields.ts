import type { JSONValue } from '@ai-sdk/provider';

/** Options of providers by the provider's key, then the option's name: `{ replicate: { output_format: 'png' } }`. */
export type ProviderOptions = Record<string, Record<string, JSONValue>>;

/** The role of each provider option, by the provider's key and the option's name. */
export type FieldsOf<Role extends string> = Readonly<Record<string, Readonly<Record<string, Role>>>>;

/** One provider option that a table names. */
export interface NamedField<Role extends string> {
  readonly provider: string;
  readonly field: string;
  readonly role: Role;
}

/** Every option of a table, in its order. */
export function namedFields<Role extends string>(fields: FieldsOf<Role>): NamedField<Role>[] {
  return Object.entries(fields).flatMap(([provider, options]) =>
    Object.entries(options).map(([field, role]) => ({ provider, field, role })),
  );
}

/** One provider option with the value that is sent. */
export interface FilledField {
  readonly provider: string;
  readonly field: string;
  readonly value: JSONValue;
}

/** Provider options: `constants`, overridden by `filled`. */
export function withFields(constants: ProviderOptions, filled: readonly FilledField[]): ProviderOptions {
  const options = new Map(Object.entries(constants).map(([provider, each]) => [provider, { ...each }]));
  for (const { provider, field, value } of filled) {
    options.set(provider, { ...options.get(provider), [field]: value });
  }
  return Object.fromEntries(options);
}
