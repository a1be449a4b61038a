import * as z from 'zod/mini';
import { generationInput } from '../storage/stored-run.ts';

/** Messages from a surface to the background. */
const message = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start'), input: generationInput }),
  z.strictObject({ type: z.literal('cancel') }),
  z.strictObject({ type: z.literal('check-image'), url: z.url({ protocol: /^https?$/ }) }),
]);

export type Message = z.output<typeof message>;

/** The sender of a message, as reported by the browser. */
export interface Sender {
  readonly id?: string | undefined;
  readonly url?: string | undefined;
}

/** Whether a sender is a page of this extension. Messages of web pages and other extensions are ignored. */
export function isOwnSurface({ id, url }: Sender, own: { id: string; root: string }): boolean {
  return id === own.id && url !== undefined && url.startsWith(own.root);
}

/** Reads a message; `undefined` for anything else. */
export function parseMessage(value: unknown): Message | undefined {
  const parsed = message.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
