import { describe, expect, it } from 'vitest';
import { Slot } from '../fields/slot.ts';
import { inputPictures, refuseDirectives } from './input-pictures.ts';

const picture = (value: string) => new Slot('picture', 'init_images[0]', value);

describe('inputPictures', () => {
  it.each([
    'aGVsbG8=',
    'aGVsbG8',
    'aGVs\nbG8=\n',
    'data:image/png;base64,aGVsbG8=',
    'DATA:;base64,aGVsbG8=',
    'data:a/b;charset=x;base64,aGVsbG8=',
  ])('accepts %j', (value) => {
    expect(inputPictures([picture(value)], 'grey')).toMatchObject([{ mask: false }]);
  });

  it.each([
    '',
    'https://example.com/a.png',
    '/tmp/a.png',
    'file-123',
    'data:image/png,aGVsbG8=',
    `data:${'x'.repeat(101)};base64,aGVsbG8=`,
    'aGVs=bG8',
    'aGVsbG8===',
  ])('refuses %j, naming the field', (value) => {
    expect(() => inputPictures([picture(value)], 'grey')).toThrow(
      'init_images[0] must be a picture as base64',
    );
  });

  it('reports how the server reads a mask', () => {
    const slots = [picture('aGVsbG8='), new Slot('mask', 'mask', 'aGVsbG8=')] as const;
    expect(inputPictures(slots, 'alpha').map(({ mask }) => mask)).toEqual([false, 'alpha']);
    expect(inputPictures(slots, 'grey').map(({ mask, slot }) => [mask, slot])).toEqual([
      [false, slots[0]],
      ['grey', slots[1]],
    ]);
  });
});

describe('refuseDirectives', () => {
  it.each(['<sd_cpp_extra_args>', 'a dog < / SD_CPP_EXTRA_ARGS >', 'x <sd_cpp'])('refuses %j', (text) => {
    expect(() => refuseDirectives(['a dog', text])).toThrow('<sd_cpp_extra_args>');
  });

  it('accepts other words and marks', () => {
    expect(() => refuseDirectives(['<lora:x:1>', 'sd_cpp_extra_args', ''])).not.toThrow();
  });
});
