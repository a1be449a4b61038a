import { expect, it } from 'vitest';
import { generatorOf } from './generators.ts';

it('makes the generator of a protocol', () => {
  const names = ['automatic1111', 'comfyui', 'openai'];
  expect(names.map((name) => generatorOf(`${name}=http://127.0.0.1:1`).name)).toEqual(names);
});

it.each(['comfyui', 'comfyui=127.0.0.1:8188', 'toString=http://127.0.0.1', 'comfyui=file:///a'])(
  'refuses %s with the form of an entry',
  (entry) => {
    expect(() => generatorOf(entry)).toThrow(/write protocol=url with one of automatic1111, comfyui, openai/);
  },
);
