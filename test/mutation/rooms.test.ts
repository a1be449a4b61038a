import { expect, it } from 'vitest';
import { ROOMS, roomOf, suitesOf } from './rooms.ts';

it.each([
  ['packages/core/src/screen/ledger/account.ts', 'core/screen'],
  ['packages/core/src/screen/ledger/account.test.ts', undefined],
  ['packages/core/src/wire/read.ts', 'core/wire'],
  ['packages/edge-proxy/src/wire/path.ts', 'wire'],
  ['packages/core/src/image/sniff.ts', undefined],
  ['packages/core/src/text/lexicon/data/lexicon.generated.ts', undefined],
  ['packages/pixels/src/fixtures.test-helper.ts', undefined],
  ['packages/edge-proxy/src/dialect-kit/fields/field.ts', 'dialect-kit'],
  ['packages/edge-proxy/src/dialects/comfyui/comfy.ts', 'dialects'],
  ['packages/edge-proxy/src/dialects/comfyui/comfy.test-helper.ts', undefined],
  ['packages/pixels/README.md', undefined],
  ['packages/extension/src/popup/main.tsx', undefined],
  ['packages/extension/src/screen/components/controls.tsx', 'components'],
  ['packages/extension/src/screen/components/controls.test.tsx', undefined],
])('%s is in the room %s', (file, room) => {
  expect(roomOf(file)).toBe(room);
});

it('suites are found in the order in which the room lists them', () => {
  expect(Object.keys(ROOMS)).toContain('wire');
  const files = [
    'test/clients/openai.test.ts',
    'test/clients/paid-once.test.ts',
    'test/smuggling/requests.test.ts',
  ];
  expect(suitesOf('packages/edge-proxy/src/wire/path.ts', files)).toEqual([files[2], files[0]]);
  expect(suitesOf('packages/pixels/src/blur.ts', files)).toEqual([]);
});
