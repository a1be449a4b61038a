import { expect, it } from 'vitest';
import { parseImageCheck } from './image-check.ts';

const host = 'pictures.example';
const done = { state: 'done', host, decision: 'blur', unchecked: false, findings: [], warnings: [] };

it.each([
  { state: 'checking', host },
  { state: 'needs-permission', host, url: 'https://pictures.example/a.png' },
  { state: 'failed', host, failure: { kind: 'gateway', status: 502 } },
  done,
  {
    ...done,
    findings: [{ check: 'rekognition', category: 'nudity', label: 'Nudity', score: 0.9 }],
    warnings: [{ code: 'image_nudity', message: 'm', category: 'nudity', check: 'rekognition' }],
  },
])('reads what was stored: %j', (check) => {
  expect(parseImageCheck(check)).toEqual(check);
});

it.each([
  undefined,
  'done',
  { state: 'of-tomorrow', host },
  { state: 'failed', host, failure: 'not-a-picture' },
  { state: 'needs-permission', host, url: 'javascript:alert(1)' },
  { ...done, decision: 'maybe' },
])('does not read an invalid value: %j', (stored) => {
  expect(parseImageCheck(stored)).toBeUndefined();
});
