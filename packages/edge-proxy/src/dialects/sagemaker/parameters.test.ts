import { describe, expect, it } from 'vitest';
import { readParameters } from './parameters.ts';

const read = (headers: Record<string, string>, options = {}) => readParameters(new Headers(headers), options);

describe('readParameters', () => {
  it('reads each header under its SDK name', () => {
    const names = {
      'x-amzn-sagemaker-target-model': 'a.tar.gz',
      'x-amzn-sagemaker-target-variant': 'b',
      'x-amzn-sagemaker-target-container-hostname': 'c',
      'x-amzn-sagemaker-inference-id': 'd',
      'x-amzn-sagemaker-inference-component': 'e',
      'x-amzn-sagemaker-other': 'f',
    };
    expect(read(names)).toEqual({
      sent: {
        TargetModel: 'a.tar.gz',
        TargetVariant: 'b',
        TargetContainerHostname: 'c',
        InferenceId: 'd',
        InferenceComponentName: 'e',
      },
      names: ['a.tar.gz', 'b', 'c', 'd', 'e'],
      dropped: [],
    });
  });

  it('sends the trace id and known keys of custom attributes, and has the rules read the others', () => {
    const attributes = 'c000-1, accept_eula=true; note=words ;';
    expect(read({ 'x-amzn-sagemaker-custom-attributes': attributes })).toEqual({
      sent: { CustomAttributes: 'c000-1;accept_eula=true' },
      names: ['c000-1', 'true', 'note', 'words'],
      dropped: ['CustomAttributes.note'],
    });
  });

  it('refuses a URL, and any word except true and false', () => {
    expect(() => read({ 'x-amzn-sagemaker-target-model': 's3://bucket/a' })).toThrow('could be an address');
    expect(() => read({ 'x-amzn-sagemaker-custom-attributes': 'accept_eula=perhaps' })).toThrow(
      'does not accept',
    );
  });

  it('refuses unknown attributes where the operator says so', () => {
    const header = { 'x-amzn-sagemaker-custom-attributes': 'note=words' };
    expect(() => read(header, { unknown: 'refuse' })).toThrow('CustomAttributes.note is not a known field');
  });

  it('sends nothing without parameters', () => {
    expect(read({})).toEqual({ sent: {}, names: [], dropped: [] });
    expect(read({ 'x-amzn-sagemaker-custom-attributes': '' }).sent).toEqual({});
  });

  it('accepts parameters that the operator opened', () => {
    const fields = { 'CustomAttributes.note': 'text' } as const;
    expect(read({ 'x-amzn-sagemaker-custom-attributes': 'note=some words' }, { fields })).toMatchObject({
      sent: { CustomAttributes: 'note=some words' },
      names: ['some words'],
    });
  });
});
