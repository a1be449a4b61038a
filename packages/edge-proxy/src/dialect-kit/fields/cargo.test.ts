import { describe, expect, it } from 'vitest';
import { cargoOf, cargoOfText } from './cargo.ts';

describe('what a field for names could hold', () => {
  it.each([
    'flux.dev/x.safetensors',
    'hf.co/city96/FLUX.1-dev-gguf:Q4_0',
    'モデル/v1 (fp8) [31e35c80fc].gguf',
  ])('a model: %j', (text) => expect(cargoOfText(text, 'model')).toBeUndefined());

  it.each([
    ['https://hf.co/x', 'address'],
    ['//hf.co/x', 'address'],
    ['/models/x', 'path'],
    ['flux.dev/x.png', 'path'],
    ['example.com/a?b', 'address'],
    ['example.com/a#b', 'address'],
  ])('no model: %j', (text, cargo) => expect(cargoOfText(text, 'model')).toBe(cargo));

  it('a file by its name alone', () => {
    expect(cargoOfText('image 1.png', 'file')).toBeUndefined();
    expect(['a/b.png', '..\\b.png', 'file:b.png'].map((text) => cargoOfText(text, 'file'))).toEqual([
      'path',
      'path',
      'address',
    ]);
  });
});

describe('what a field without a role could hold', () => {
  it.each([
    'Euler a',
    'DPM++ 2M Karras',
    'sd_xl_base_1.0.safetensors [31e35c80fc]',
    'black-forest-labs/FLUX.1-schnell',
    'flux:latest',
    'stability.sd3-large-v1:0',
    'a dog, in a suit; 4k, f/1.8',
    '1024x1024',
    'user-6fd7a2b0-3a62-4d1e-9d2a-0d7f3f4b1c55',
    'e5b2f1f44f45c1b2a3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f607182930',
    'ratio 16:9',
    'https',
    '',
  ])('a word: %j', (text) => expect(cargoOfText(text)).toBeUndefined());

  it.each([
    'https://example.com/a.png',
    ' HTTP://example.com',
    '//example.com/a',
    '\\\\host\\share',
    'www.example.com',
    'example.com/a',
    '127.0.0.1:8000/a',
    'localhost:80',
    's3://bucket/a',
    'hf:owner/model',
    'https%3A%2F%2Fexample.com',
    'https%253A%252F%252Fexample.com',
    '<https://example.com>',
  ])('an address: %j', (text) => expect(cargoOfText(text)).toBe('address'));

  it.each([
    '/home/user/a',
    'C:\\a',
    'c:/a',
    '~/a',
    '../a',
    './a',
    'a/../../b',
    'a.png',
    'inputs/a.JPEG ',
    'x.svg',
  ])('a path: %j', (text) => expect(cargoOfText(text)).toBe('path'));

  it.each([
    ['a list of numbers', Array.from({ length: 64 }, (_, at) => at)],
    ['numbers in lists', Array.from({ length: 8 }, () => [1, 2, 3])],
    ['an object of numbers', Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`p${at}`, at]))],
    ['a long text', 'a walk in the garden '.repeat(60)],
    ['a data URI', 'data:,x'],
  ])('a picture: %s', (_, value) => expect(cargoOf(value)).toBe('picture'));

  it('looks at keys, too', () => {
    expect(cargoOf({ 'https://example.com': 1 })).toBe('address');
    expect(cargoOf({ a: [{ b: 'x' }, 3, true, null] })).toBeUndefined();
  });
});
