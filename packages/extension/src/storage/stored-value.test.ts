import { beforeEach, expect, it } from 'vitest';
import { fakeBrowser } from '../testing/fake-browser.ts';

const browser = fakeBrowser({ held: true });
const { storedValue } = await import('./stored-value.ts');
const value = storedValue('session', 'word', (found) => (typeof found === 'string' ? found : undefined));

beforeEach(async () => {
  void value.write(undefined);
  await browser.answer();
});

it('reports the stored value, and then every change until it is stopped', async () => {
  void value.write('first');
  const told: (string | undefined)[] = [];
  const stop = value.follow((word) => told.push(word));
  await browser.answer();
  void value.write('second');
  void value.write(undefined);
  stop();
  void value.write('third');
  await browser.answer();
  expect(told).toEqual(['first', 'second', undefined]);
});

it('prefers a reported change to an older read, whichever comes first', async () => {
  const told: (string | undefined)[] = [];
  const stop = value.follow((word) => told.push(word));
  void value.write('news');
  await browser.answer();
  stop();
  expect(told).toEqual(['news']);
});

it('reports nothing after it is stopped, not even the first read', async () => {
  const told: (string | undefined)[] = [];
  value.follow((word) => told.push(word))();
  await browser.answer();
  expect(told).toEqual([]);
});
