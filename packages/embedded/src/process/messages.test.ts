import { describe, expect, it } from 'vitest';
import { orderSchema, replySchema } from './messages.ts';

describe('orders and replies', () => {
  it.each([
    { type: 'load', data: { weights: {} } },
    { type: 'run', parts: [1, 'two', null] },
  ])('reads the order %j', (order) => {
    expect(orderSchema.parse(order)).toEqual(order);
  });

  it.each([
    { type: 'loaded' },
    { type: 'failed', error: 'Error: why' },
    { type: 'ran', answers: [{ value: [0.5] }, { error: 'Error: why' }] },
  ])('reads the reply %j', (reply) => {
    expect(replySchema.parse(reply)).toEqual(reply);
  });

  it.each([{ type: 'stop' }, { type: 'run', parts: 'all' }, 'load', undefined])(
    'refuses the order %j',
    (order) => {
      expect(orderSchema.safeParse(order).success).toBe(false);
    },
  );

  it.each([{ type: 'failed' }, { type: 'ran', answers: [{}, 1] }, { type: 'ran' }, null])(
    'refuses the reply %j',
    (reply) => {
      expect(replySchema.safeParse(reply).success).toBe(false);
    },
  );
});
