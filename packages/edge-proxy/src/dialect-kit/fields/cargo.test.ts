import { describe, expect, it } from 'vitest';
import type { Json } from '../../wire/json/strict-json.ts';
import { cargoOf, cargoOfText, findCargo } from './cargo.ts';

describe('the cargo of a field for names', () => {
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

  it('a file by its name only', () => {
    expect(cargoOfText('image 1.png', 'file')).toBeUndefined();
    expect(['a/b.png', '..\\b.png', 'file:b.png'].map((text) => cargoOfText(text, 'file'))).toEqual([
      'path',
      'path',
      'address',
    ]);
  });
});

describe('the cargo of a field without a role', () => {
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

  it('includes keys', () => {
    expect(cargoOf({ 'https://example.com': 1 })).toBe('address');
    expect(cargoOf({ a: [{ b: 'x' }, 3, true, null] })).toBeUndefined();
  });
});

describe('the minimum of each kind', () => {
  const times = (count: number, value: Json) => Array.from({ length: count }, () => value);

  it('is seventeen numbers, also as strings', () => {
    for (const value of [7, '7', 'ff', '0x7f', ' 255 ']) {
      expect([cargoOf(times(16, value)), cargoOf(times(17, value))]).toEqual([undefined, 'picture']);
    }
    expect(cargoOf([times(8, 1), { key: times(8, '2') }])).toBeUndefined();
    expect(cargoOf([times(8, 1), { key: times(9, '2') }])).toBe('picture');
    expect(cargoOf(times(40, '1024'))).toBeUndefined();
  });

  it('is a text of 1,001 letters', () => {
    const text = 'a walk in the garden '.repeat(60);
    expect([cargoOfText(text.slice(0, 1_000)), cargoOfText(text.slice(0, 1_001))]).toEqual([
      undefined,
      'picture',
    ]);
  });

  it('is one picture in neighbouring texts', () => {
    const pieces = Array.from({ length: 14 }, (_, at) => `gH1iJ2kL3${'abcdefghijklmn'[at]}M4`);
    expect([cargoOf(pieces), cargoOf(pieces.slice(1))]).toEqual(['picture', undefined]);
  });

  it.each(
    `https http ftps ftp sftp file blob s3 gs gcs az abfss abfs wasbs wasb hf ipfs ipns ssh git smb nfs wss ws magnet urn oss
      r2 hdfs dbfs asset javascript mailto`.split(/\s+/),
  )('is an address by the scheme %s', (scheme) => {
    expect([cargoOfText(`${scheme}:a`), cargoOfText(`x${scheme}:a`), cargoOfText(scheme)]).toEqual([
      'address',
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['any://a', 'any:a'],
    ['any:\\\\a', 'any:\\a'],
    ['//a', '/ /a'],
    ['\\\\[', 'a\\['],
    ['www.a', 'awww.a'],
    ['1.2.3.4', '1.2.3'],
    ['1.2.3.4:5', '1.2.3.4.5'],
    ['1.2.3.4/a', '1.2.3.4a'],
    ['localhost', 'localhosts'],
    ['example.com/', 'example.com'],
    ['example.com?a', 'example.c?a'],
    ['example.com:80/', 'example.com:a/'],
    ['an.example.com/', 'example/'],
    ['"https:a', 'so https:a'],
    ["'(<\u200bhttps:a", '.https:a'],
  ])('%j is an address, and %j is not', (address, other) => {
    expect([cargoOfText(address), cargoOfText(other)]).toEqual(['address', undefined]);
  });

  it.each([
    ['/a', '/ a'],
    ['~/a', '~a'],
    ['~me\\a', '~me'],
    ['./a', '.a'],
    ['..\\a', '...a'],
    ['c:/a', 'c:a'],
    ['\\a', 'a\\b'],
    ['a/../b', 'a/..b'],
    ['a\\./b', 'a/.b'],
    ['%2Fetc', '%2G'],
    ['a%2F..%2Fb', 'a%ff'],
  ])('%j is a path, and %j is not', (path, other) => {
    expect([cargoOfText(path), cargoOfText(other)]).toEqual(['path', undefined]);
  });

  it.each(
    `png apng jpg jpeg jfif webp gif bmp tif tiff svg svgz avif heic heif jxl ico psd pdf mp4 webm mov mkv avi`.split(
      ' ',
    ),
  )('is a file of the kind %s', (kind) => {
    expect([
      cargoOfText(`a.${kind}`),
      cargoOfText(`a.${kind} `),
      cargoOfText(`a.${kind}x`),
      cargoOfText(kind),
    ]).toEqual(['path', 'path', undefined, undefined]);
  });

  it('is a data URI of any length', () => {
    expect([cargoOfText('data:,'), cargoOfText(' "DATA:,'), cargoOfText('a data:,')]).toEqual([
      'picture',
      'picture',
      undefined,
    ]);
  });
});

it('has the path of the cargo, without positions in lists', () => {
  expect(findCargo({ a: [1, { b: 'https://example.com' }] }, 'x')).toEqual({
    cargo: 'address',
    path: 'x.a.b',
  });
  expect(findCargo({ a: { '/etc': 1 } }, 'x')).toEqual({ cargo: 'path', path: 'x.a' });
  expect(findCargo(Array(17).fill(1), 'x')).toEqual({ cargo: 'picture', path: 'x' });
  expect(findCargo(['a', null, true], 'x')).toBeUndefined();
});
