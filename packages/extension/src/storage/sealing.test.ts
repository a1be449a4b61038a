import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { imageOf } from '../testing/runs.ts';

const { ensureSealingKey, images, openSealed, storedImage } = await import('./sealing.ts');
const { sealingKey } = await import('./picture-values.ts');

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(async () => {
  browser = fakeBrowser();
  await images.deleteAll();
});

it('has one key for a browser session', async () => {
  const [first, second] = [await ensureSealingKey(), await ensureSealingKey()];
  expect(second.id).toBe(first.id);
  expect(browser.state.stored.local).toEqual({});
});

it('decrypts the original of a picture during the session, and no longer in the next one', async () => {
  await images.keep(1, 0, 1, imageOf('blur'), await ensureSealingKey());
  expect(await storedImage(1, 0, 1)).toMatchObject({ covers: true });
  expect(await (await openSealed(1, 0, 1))?.text()).toBe('original');
  await sealingKey.write(undefined);
  expect(await storedImage(1, 0, 1)).toMatchObject({ covers: false });
  expect(await openSealed(1, 0, 1)).toBeUndefined();
  await ensureSealingKey();
  expect(await images.shown(1, 0, 1)).toMatchObject({ sealedWith: undefined });
  expect(await (await storedImage(1, 0, 1))?.shown.text()).toBe('blur');
});

it('returns nothing for a clear picture, and for a picture that was not stored', async () => {
  await images.keep(1, 0, 1, imageOf('clear'), await ensureSealingKey());
  expect(await storedImage(1, 0, 1)).toMatchObject({ covers: false });
  expect(await openSealed(1, 0, 1)).toBeUndefined();
  expect(await storedImage(2, 0, 1)).toBeUndefined();
});
