import 'fake-indexeddb/auto';
import { strFromU8, unzipSync } from 'fflate';
import { beforeEach, expect, it } from 'vitest';
import type { GeneratedImage } from '../screen/client/events.ts';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { completedOf, INPUT, imageOf } from '../testing/runs.ts';

const { startRun } = await import('../screen/state/run.ts');
const { ensureSealingKey, images } = await import('../storage/sealing.ts');
const { exportHistory } = await import('./export-history.ts');

beforeEach(() => void fakeBrowser());

const png = (decision: GeneratedImage['decision'], type = 'image/png') =>
  imageOf(decision, decision === 'withhold' ? {} : { shown: new Blob([`shown ${type}`], { type }) });

let runs = 0;
async function exported(...all: readonly GeneratedImage[]) {
  const number = Date.UTC(2026, 10, 27, 12) + runs++;
  const key = await ensureSealingKey();
  const kept = await Promise.all(all.map((image, index) => images.keep(number, index, 1, image, key)));
  const slots = kept.map((image) => ({ status: 'screened' as const, image }));
  const zip = await exportHistory([
    {
      ...startRun(number, INPUT),
      phase: 'done',
      slots: [...slots, { status: 'lost' }],
      completed: completedOf({ seeds: [7, 8] }),
    },
  ]);
  const files = unzipSync(new Uint8Array(await zip.arrayBuffer()));
  const { 'history.json': list, ...pictures } = files;
  return {
    type: zip.type,
    list: JSON.parse(strFromU8(list ?? new Uint8Array())),
    files: Object.fromEntries(Object.entries(pictures).map(([name, bytes]) => [name, strFromU8(bytes)])),
    number,
  };
}

it('contains the prompts and settings in one file, and the pictures as they are shown', async () => {
  const { type, list, files, number } = await exported(
    png('clear'),
    png('blur', 'image/jpeg'),
    png('withhold'),
  );
  expect(type).toBe('application/zip');
  expect(list).toEqual([
    {
      created: '2026-11-27T12:00:00.000Z',
      ...INPUT,
      images: [
        { decision: 'clear', file: `images/${number}-1.png`, seed: 7 },
        { decision: 'blur', file: `images/${number}-2.jpg`, seed: 8 },
        { decision: 'withhold', file: null, seed: null },
      ],
    },
  ]);
  expect(files).toEqual({
    [`images/${number}-1.png`]: 'shown image/png',
    [`images/${number}-2.jpg`]: 'shown image/jpeg',
  });
});

it.each([
  ['image/webp', 'webp'],
  ['image/of-tomorrow', 'img'],
])('names a picture of %s .%s', async (type, extension) => {
  const { files } = await exported(png('clear', type));
  expect(Object.keys(files)).toEqual([expect.stringMatching(new RegExp(`-1\\.${extension}$`))]);
});

it('marks a refused prompt as refused, with the codes of the reasons', async () => {
  const warnings = [{ code: 'prompt_violence', message: 'm' }];
  const zip = await exportHistory([
    { ...startRun(1, INPUT), phase: 'refused', slots: [], warnings },
    { ...startRun(2, INPUT), phase: 'done', slots: [] },
  ]);
  const { 'history.json': list } = unzipSync(new Uint8Array(await zip.arrayBuffer()));
  const [refused, made] = JSON.parse(strFromU8(list ?? new Uint8Array()));
  expect(refused).toMatchObject({ prompt: INPUT.prompt, refused: ['prompt_violence'], images: [] });
  expect(made).not.toHaveProperty('refused');
});
