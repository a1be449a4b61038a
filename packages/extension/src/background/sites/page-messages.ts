import { DEFAULT_IMAGE_LIMITS } from '@shoji/core/image';
import * as z from 'zod/mini';
import { MOST_CHARACTERS, type PageMessage } from '../../sites/protocol.ts';
import { patternOf } from '../../storage/sites.ts';
import type { Sender } from '../messages.ts';

/** Base64 of the largest picture that is accepted, which may also be in its address. */
const MOST_BASE64 = Math.ceil(DEFAULT_IMAGE_LIMITS.maxBytes / 3) * 4 + 1000;

/** Messages from content scripts. A page that has taken over its process can send any of them. */
const message = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('site-features') }),
  z.strictObject({ type: z.literal('show-site') }),
  z.strictObject({ type: z.literal('cover-frame') }),
  z.strictObject({
    type: z.literal('judge-picture'),
    url: z.string().check(z.maxLength(MOST_BASE64)),
    b64: z.optional(z.string().check(z.maxLength(MOST_BASE64))),
  }),
  z.strictObject({ type: z.literal('read-text'), text: z.string().check(z.maxLength(MOST_CHARACTERS)) }),
  z.strictObject({ type: z.literal('long-text') }),
]) satisfies z.ZodMiniType<PageMessage>;

/** The sender of a message of a content script. */
export interface PageSender extends Sender {
  /** Origin of the frame, which for a frame without an address is that of the page that made it. */
  readonly origin?: string | undefined;
  readonly frameId?: number | undefined;
  readonly tab?: { readonly id?: number | undefined; readonly windowId?: number | undefined } | undefined;
}

/** Reads a message of a content script; `undefined` for anything else. */
export function parsePageMessage(value: unknown): PageMessage | undefined {
  const parsed = message.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** The site of a content script's page, as the match pattern of its host; `undefined` for any other sender. */
export function siteOf({ id, url, origin, tab }: PageSender, ownId: string): string | undefined {
  return id === ownId && tab ? patternOf(origin ?? url) : undefined;
}
