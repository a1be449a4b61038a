import { describe, expect, it } from 'vitest';
import { importKey, newKey, parseKey, seal, unseal } from './seal.ts';

const blob = new Blob(['a picture'], { type: 'image/png' });
const bytesOf = (buffer: ArrayBuffer) => Array.from(new Uint8Array(buffer));

describe('a key', () => {
  it('is a new one of 256 bits each time', () => {
    const [one, other] = [newKey(), newKey()];
    expect(one.bytes).toHaveLength(32);
    expect(other.bytes).not.toEqual(one.bytes);
    expect(other.id).not.toBe(one.id);
  });

  it('is read back from its stored form', () => {
    const key = newKey();
    expect(parseKey(JSON.parse(JSON.stringify(key)))).toEqual(key);
  });

  it.each([
    ['undefined', undefined],
    ['too short', { id: 'a', bytes: Array(31).fill(0) }],
    ['too long', { id: 'a', bytes: Array(33).fill(0) }],
    ['no bytes', { id: 'a', bytes: Array(32).fill(256) }],
    ['negative', { id: 'a', bytes: Array(32).fill(-1) }],
    ['fractions', { id: 'a', bytes: Array(32).fill(0.5) }],
    ['without an id', { bytes: Array(32).fill(0) }],
  ])('is not read when it is %s', (_, value) => {
    expect(parseKey(value)).toBeUndefined();
  });

  it('cannot be read out of its imported form', async () => {
    const { id, key } = await importKey({ id: 'a', bytes: Array(32).fill(255) });
    expect([id, key.extractable]).toEqual(['a', false]);
  });
});

describe('a sealed image', () => {
  it('is opened by its key, with its type', async () => {
    const key = await importKey(newKey());
    const opened = await unseal(key, await seal(key, blob));
    expect([opened?.type, await opened?.text()]).toEqual(['image/png', 'a picture']);
  });

  it('is encrypted, with another initialisation vector each time', async () => {
    const key = await importKey(newKey());
    const [one, other] = [await seal(key, blob), await seal(key, blob)];
    expect(one).toMatchObject({ key: key.id, type: 'image/png' });
    expect(new TextDecoder().decode(one.bytes)).not.toContain('a picture');
    expect(one.iv).toHaveLength(12);
    expect(other.iv).not.toEqual(one.iv);
    expect(bytesOf(other.bytes)).not.toEqual(bytesOf(one.bytes));
  });

  it('is not opened by another key', async () => {
    const [key, other] = [await importKey(newKey()), await importKey(newKey())];
    expect(await unseal(other, await seal(key, blob))).toBeUndefined();
  });

  it('that was changed is not opened', async () => {
    const key = await importKey(newKey());
    const sealed = await seal(key, blob);
    new Uint8Array(sealed.bytes).reverse();
    await expect(unseal(key, sealed)).rejects.toThrow();
  });
});
