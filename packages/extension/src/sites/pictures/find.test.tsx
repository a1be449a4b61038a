import { beforeEach, describe, expect, it } from 'vitest';
import { isPicture, isSmall, SMALLEST_SIDE, urlsIn, withDescendants } from './find.ts';

beforeEach(() => {
  document.body.replaceChildren();
});

describe('the addresses in a background', () => {
  it.each([
    ['none', []],
    ['linear-gradient(red, blue)', []],
    ['url("https://a.example/b.png")', ['https://a.example/b.png']],
    ["url( 'https://a.example/b%20c.png' )", ['https://a.example/b%20c.png']],
    [
      'url(https://a.example/b.png), url("https://a.example/c.png")',
      ['https://a.example/b.png', 'https://a.example/c.png'],
    ],
    ['url("https://a.example/\\"b\\".png")', ['https://a.example/%22b%22.png']],
    ['url("https://a.example/b)c.png")', ['https://a.example/b)c.png']],
    ['url("")', []],
    ['url("data:image/png;base64,AA==")', ['data:image/png;base64,AA==']],
  ])('%s: %j', (value, urls) => {
    expect(urlsIn(value)).toEqual(urls);
  });
});

describe('a frame', () => {
  it('is small when both sides are', () => {
    const [small, large] = [SMALLEST_SIDE - 1, SMALLEST_SIDE];
    expect(isSmall({ width: small, height: small })).toBe(true);
    expect(isSmall({ width: small, height: large })).toBe(false);
    expect(isSmall({ width: large, height: small })).toBe(false);
  });

  it('is neither before it has a size', () => {
    expect(isSmall({ width: 0, height: 90 })).toBeUndefined();
    expect(isSmall({ width: 90, height: 0 })).toBeUndefined();
  });
});

it('an element comes with those in it; a text with none', () => {
  document.body.innerHTML = '<p>a<b><i></i></b></p>';
  expect(withDescendants(document.body).map(({ localName }) => localName)).toEqual(['body', 'p', 'b', 'i']);
  expect(withDescendants(document.createTextNode('a'))).toEqual([]);
});

it.each([
  ['<img>', true],
  ['<input type="image">', true],
  ['<input type="text">', false],
  ['<div></div>', false],
  ['<video></video>', false],
])('%s shows a picture by what it is: %s', (markup, expected) => {
  document.body.innerHTML = markup;
  const [element] = document.body.children;
  expect(element && isPicture(element)).toBe(expected);
});
