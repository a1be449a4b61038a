import * as z from 'zod';

// How TensorFlow.js stores the operations of a graph: the attributes of each are named and typed, texts in base64.

/** A text. */
export const text = z.base64().transform((value) => Buffer.from(value, 'base64').toString('latin1'));

/** A list of whole numbers. */
export const integers = z
  .object({ list: z.object({ i: z.array(z.coerce.number().int()) }) })
  .transform(({ list }) => list.i);

/** A list of whole numbers that are all 1, such as the dilations of a plain convolution. */
export const ones = integers.refine((values) => values.every((value) => value === 1), 'must all be 1');

/** A list of texts, such as the operations that are fused into one. */
export const words = z.object({ list: z.object({ s: z.array(text) }) }).transform(({ list }) => list.s);

/** One operation: its name, its kind, the names of its inputs, and its attributes, not yet read. */
export const operation = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.unknown(),
});
