import * as z from 'zod';

/** A message to the process of a model: first what to load, then parts to compute. */
export type Order =
  | { readonly type: 'load'; readonly data: unknown }
  | { readonly type: 'run'; readonly parts: readonly unknown[] };

const failure = z.object({ error: z.string() });

/** A message from the process of a model: that it has loaded, or why not; and, for each part, an answer or an error. */
export const replySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('loaded') }),
  z.object({ type: z.literal('failed'), error: z.string() }),
  z.object({
    type: z.literal('ran'),
    answers: z.array(z.union([failure, z.object({ value: z.unknown() })])),
  }),
]);

export type Reply = z.infer<typeof replySchema>;
export type PartAnswer = Extract<Reply, { type: 'ran' }>['answers'][number];

export const orderSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('load'), data: z.unknown() }),
  z.object({ type: z.literal('run'), parts: z.array(z.unknown()) }),
]);
