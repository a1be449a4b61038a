import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fakeBrowser } from '../testing/fake-browser.ts';

const { images } = await import('../storage/sealing.ts');
const { historyChange } = await import('../storage/values.ts');
const { storedFavourites } = await import('./favourites.ts');

beforeEach(async () => {
  fakeBrowser();
  await images.deleteAll();
});
afterEach(() => vi.restoreAllMocks());

it('are read from the history, and written there', async () => {
  await images.star(7, 1, true);
  const favourites = storedFavourites();
  await expect.poll(() => favourites.has(7, 1)).toBe(true);
  expect([favourites.has(7, 0), favourites.has(1, 7)]).toEqual([false, false]);
  await favourites.toggle(7, 0);
  await favourites.toggle(7, 1);
  expect([favourites.has(7, 0), favourites.has(7, 1)]).toEqual([true, false]);
  expect(await images.stars()).toEqual(new Set(['7/0']));
});

it('follow what another surface marks', async () => {
  const [one, other] = [storedFavourites(), storedFavourites()];
  await one.toggle(7, 0);
  await expect.poll(() => other.has(7, 0)).toBe(true);
  await images.deleteRun(7);
  await historyChange.write('changed');
  await expect.poll(() => one.has(7, 0)).toBe(false);
});

it('are read with the first picture, and not before', async () => {
  const stars = vi.spyOn(images, 'stars');
  const favourites = storedFavourites();
  await historyChange.write('changed');
  expect(stars).not.toHaveBeenCalled();
  favourites.has(7, 0);
  favourites.has(7, 1);
  await expect.poll(() => stars).toHaveBeenCalledTimes(1);
});

it('are empty where the history cannot be read', async () => {
  vi.spyOn(images, 'stars').mockRejectedValue(new Error('no storage'));
  const favourites = storedFavourites();
  favourites.has(7, 0);
  await expect.poll(() => images.stars).toHaveBeenCalled();
  expect(favourites.has(7, 0)).toBe(false);
});
