import * as z from 'zod/mini';

/** A warning of a provider package, whichever version of the interface it has. */
export interface ModelWarning {
  readonly type: 'unsupported' | 'compatibility' | 'other';
  /** The call option that it concerns. */
  readonly feature: string | undefined;
  /** The provider's sentence, which may quote its server: for the operator only. */
  readonly text: string;
}

/** Most warnings that are read of one answer. */
const MOST = 32;

const feature = z.string().check(z.regex(/^[\w.-]{1,64}$/));
const text = z._default(z.string(), '');

const warningSchema = z.union([
  z.object({ type: z.enum(['unsupported', 'compatibility']), feature, details: text }),
  // Version 2 of the interface.
  z.object({ type: z.literal('unsupported-setting'), setting: feature, details: text }),
  z.object({ type: z.literal('deprecated'), setting: feature, message: text }),
  z.object({ type: z.literal('other'), message: text }),
]);

/** The warnings of an answer; a warning of an unknown form counts as one without text. */
export function readWarnings(warnings: unknown): ModelWarning[] {
  return Array.isArray(warnings) ? warnings.slice(0, MOST).map(readWarning) : [];
}

function readWarning(warning: unknown): ModelWarning {
  const read = warningSchema.safeParse(warning);
  if (!read.success) return { type: 'other', feature: undefined, text: 'a warning of an unknown form' };
  const { data } = read;
  switch (data.type) {
    case 'unsupported-setting':
      return { type: 'unsupported', feature: data.setting, text: data.details };
    case 'deprecated':
      return { type: 'other', feature: data.setting, text: data.message };
    case 'other':
      return { type: 'other', feature: undefined, text: data.message };
    default:
      return { type: data.type, feature: data.feature, text: data.details };
  }
}
