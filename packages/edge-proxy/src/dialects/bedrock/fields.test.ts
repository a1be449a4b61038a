import { expect, it } from 'vitest';
import { FIELDS as SAGEMAKER, MADE as SAGEMAKER_MADE } from '../sagemaker/fields.ts';
import { FIELDS, familyOf, MADE, MODEL, MODEL_PROMPT } from './fields.ts';

it.each([
  ['stability.stable-image-core-v1:1', true],
  ['us.stability.sd3-5-large-v1:0', true],
  ['apac.stability.sd3-5-large-v1:0', true],
  ['global.stability.sd3-5-large-v1:0', true],
  ['amazon.nova-canvas-v1:0', false],
  ['us.us.stability.a', false],
  ['1.stability.a', false],
  ['stability.', false],
  ['stability.a/b', false],
  ['my-stability.a', false],
])('recognises %s as a model of Stability: %s', (id, taken) => {
  expect(MODEL.test(id)).toBe(taken);
});

it('derives the format of a model’s answer from its id', () => {
  expect(familyOf('stability.stable-diffusion-xl-v1')).toBe('artifacts');
  expect(familyOf('us.stability.stable-diffusion-xl-v1:0')).toBe('artifacts');
  expect(familyOf('stability.sd3-5-large-v1:0')).toBe('images');
});

it('accepts the longest prompt that Stability documents', () => {
  expect(MODEL_PROMPT).toEqual({ most: 10_000, unit: 'characters' });
});

it('has the fields and the shape of the same models on SageMaker', () => {
  expect([FIELDS, MADE]).toEqual([SAGEMAKER, SAGEMAKER_MADE]);
});
