import { expect, it } from 'vitest';
import { UnscreenedImage } from '../sealed/picture.ts';
import { fakeEngine } from '../testing/index.ts';
import { createScreening } from './screening.ts';

it('passes the request’s id to every check, so that requests can take turns', async () => {
  const turns: (string | undefined)[] = [];
  const engine = fakeEngine();
  const screening = createScreening(
    {
      ...engine,
      classifiers: [
        {
          name: 'classifier',
          covers: [],
          async classify(_, { turn }) {
            turns.push(turn);
            return { findings: [] };
          },
        },
      ],
      moderators: [
        {
          name: 'moderator',
          covers: [],
          async moderate(_, { turn }) {
            turns.push(turn);
            return { findings: [] };
          },
        },
      ],
    },
    { id: 'gen_1', signal: new AbortController().signal },
  );
  await screening.prompt({ prompt: 'a dog', others: ['a cat'] }).report;
  await screening.judge(new UnscreenedImage(new Uint8Array([1])));
  expect(turns).toEqual(['gen_1', 'gen_1', 'gen_1']);
});
