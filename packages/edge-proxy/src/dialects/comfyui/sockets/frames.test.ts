import { createScreening, UnscreenedImage } from '@shoji/core';
import { NO_PROMPT } from '@shoji/core/vocabulary';
import { expect, it } from 'vitest';
import { UnscreenedFrame } from '../../../dialect-kit/answers/unscreened-frame.ts';
import { callOf } from '../../../dialect-kit/call/call.test-helper.ts';
import { placeholderPicture, shownPicture } from '../../../dialect-kit/screening/shown-picture.ts';
import { shadesOf } from '../../../testing/pictures.ts';
import { pictureHead, readBinary, textWords } from './frames.ts';

const reason = { what: 'picture', unchecked: false, categories: [] } as const;

const readBytes = (bytes: Buffer) => readBinary(new UnscreenedFrame(bytes));

const u32 = (...values: number[]) => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
};
const picture = Buffer.from('picture');
const noise = Buffer.from(Array.from({ length: 300 }, (_, index) => (index * 89) % 256));

it('reads previews with and without metadata, and texts', () => {
  const about = Buffer.from('{"node_id":"3"}');
  expect(readBytes(Buffer.concat([u32(1, 2), picture]))).toMatchObject({
    kind: 'picture',
    about: undefined,
  });
  expect(readBytes(Buffer.concat([u32(4, about.length), about, picture]))).toMatchObject({
    kind: 'picture',
    about: { node_id: '3' },
  });
  expect(readBytes(Buffer.concat([u32(3, 2), Buffer.from('12half done')]))).toEqual({
    kind: 'text',
    node: '12',
    text: 'half done',
  });
});

it('reads a picture and a text without content', () => {
  const about = Buffer.from('{"node_id":"3"}');
  expect(readBytes(Buffer.concat([u32(4, about.length), about]))).toMatchObject({ kind: 'picture' });
  expect(readBytes(Buffer.concat([u32(3, 2), Buffer.from('12')]))).toEqual({
    kind: 'text',
    node: '12',
    text: '',
  });
});

it.each([
  ['is empty', Buffer.alloc(0)],
  ['is cut short', u32(1)],
  ['is of an unknown event', Buffer.concat([u32(2, 1), picture])],
  ['has metadata longer than itself', Buffer.concat([u32(4, 99), picture])],
  ['has metadata that is no JSON', Buffer.concat([u32(4, 3), picture])],
  ['has metadata that is no object', Buffer.concat([u32(4, 2), Buffer.from('[]'), picture])],
  ['has a text that is the bytes of a picture', Buffer.concat([u32(3, 1), Buffer.from('3'), noise])],
  ['has a node whose name is no name', Buffer.concat([u32(3, noise.length), noise, Buffer.from('words')])],
  ['has a node’s name longer than itself', Buffer.concat([u32(3, 2 ** 32 - 1), picture])],
])('reads nothing that %s', (_, bytes) => {
  expect(readBytes(bytes)).toBeUndefined();
});

it('writes the head of a picture by its format, with its metadata for a client that reads them', async () => {
  const png = await placeholderPicture(reason, 'en', { width: 64, height: 64 });
  const bytes = new UnscreenedImage(new Uint8Array(await shadesOf('azure')));
  const { image } = await createScreening(callOf().engine, callOf()).image(bytes, NO_PROMPT);
  const jpeg = shownPicture(image);
  expect(pictureHead(png, undefined)).toEqual([1, 2]);
  expect(jpeg && pictureHead(jpeg, undefined)).toEqual([1, 1]);
  const words = '{"node_id":"3é","image_type":"image/png"}';
  expect(pictureHead(png, { node_id: '3é' })).toEqual([4, Buffer.byteLength(words), words]);
});

it('writes a text with the length of its node’s name in bytes', () => {
  expect(textWords('é1', 'half done')).toEqual([3, 3, 'é1', 'half done']);
});
