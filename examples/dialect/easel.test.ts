import { dialectConformance } from '@shoji/edge-proxy/testing';
import { describe, it } from 'vitest';
import { easel } from './easel.ts';

describe('easel', () => {
  const suite = dialectConformance({
    make: (url) => easel({ url }),
    operators: { make: (url) => easel({ url, key: 'operator' }), authorization: 'Bearer operator' },
    routes: [
      {
        path: '/easel/paint',
        body: { subject: 'a dog', avoid: 'fog', width: 512, height: 512, style: 'ink', reference: '' },
        prompts: [['subject']],
        negatives: [['avoid']],
        pictures: [['reference']],
        answer: { image: '', seed: 7 },
        made: [['image']],
      },
      { method: 'GET', path: '/easel/styles', answer: ['ink', 'oil'] },
    ],
    failure: { problem: 'out of memory' },
  });
  for (const { name, run } of suite) it(name, run);
});
