import { expect, it } from 'vitest';
import { sealImage } from './screened-image.ts';

const encoded = (text: string) =>
  ({ mediaType: 'image/png', width: 64, height: 32, bytes: new TextEncoder().encode(text) }) as const;
const shown = encoded('shown');
const told = {
  findings: [{ check: 'fake', category: 'nudity', label: 'nudity', score: 0.9 }],
  warnings: [{ code: 'image_nudity', message: 'The picture may show nudity.' }],
} as const;

it('has pixels only where they may be shown', () => {
  expect(sealImage.clear(shown, told)).toMatchObject({ decision: 'clear', shown, original: null });
  expect(sealImage.blurred(shown, null, told)).toMatchObject({ decision: 'blur', shown, original: null });
  expect(sealImage.withheld(told)).toMatchObject({ decision: 'withhold', shown: null, original: null });
});

it('has the original only where screening gives it', () => {
  const original = encoded('original');
  expect(sealImage.blurred(shown, original, told).original).toBe(original);
});

it.each([
  ['clear', sealImage.clear(shown, told)],
  ['blurred', sealImage.blurred(shown, null, told)],
  ['withheld', sealImage.withheld(told)],
])('has its findings and warnings when it is %s', (_, image) => {
  expect(image).toMatchObject(told);
});
