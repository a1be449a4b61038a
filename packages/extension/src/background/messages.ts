import * as z from 'zod/mini';
import { generationInput } from '../storage/stored-run.ts';

/** Everything a surface may ask of the background. */
const message = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start'), input: generationInput }),
  z.strictObject({ type: z.literal('cancel') }),
  z.strictObject({ type: z.literal('check-image'), url: z.url({ protocol: /^https?$/ }) }),
]);

export type Message = z.output<typeof message>;

/** Name of the connection by which a surface says that it is open. */
export const SURFACE_PORT = 'surface';

/** Who sent something, as the browser says. */
export interface Sender {
  readonly id?: string | undefined;
  readonly url?: string | undefined;
}

/** Whether a sender is one of our own pages: another extension or a web page is not listened to. */
export function isOwnSurface({ id, url }: Sender, own: { id: string; root: string }): boolean {
  return id === own.id && url !== undefined && url.startsWith(own.root);
}

/** A message that is what it says; `undefined` for everything else. */
export function parseMessage(value: unknown): Message | undefined {
  const parsed = message.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
