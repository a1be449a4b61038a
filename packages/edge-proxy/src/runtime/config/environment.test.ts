import { fakeGenerator, fakeModerator, fakeRules } from '@shoji/core/testing';
import { describe, expect, it } from 'vitest';
import { configFromEnvironment } from './environment.ts';

const FILE_KEY = 'the-key-in-the-file';

describe('configFromEnvironment', () => {
  it('combines the three services of the reference architecture', () => {
    const config = configFromEnvironment({
      SHOJI_SAGEMAKER_ENDPOINT: 'sd',
      SHOJI_COMPREHEND_ENDPOINT_ARN:
        'arn:aws:comprehend:us-east-1:111122223333:document-classifier-endpoint/e',
      SHOJI_REKOGNITION_REGION: 'us-east-1',
    });
    expect(config.prompt?.map(({ name }) => name)).toEqual(['rules', 'comprehend-custom']);
    expect(config.generator?.name).toBe('sagemaker/sd');
    expect(config.image?.map(({ name }) => name)).toEqual(['rekognition']);
  });

  it('reads the memory for answers, and refuses a value that is no number of megabytes, or too small', () => {
    expect(configFromEnvironment({ SHOJI_ANSWER_MEMORY_MB: '64' }).access).toEqual({
      answerMemory: 64_000_000,
    });
    for (const wrong of ['much', '15', '-300', '0', 'Infinity'])
      expect(() => configFromEnvironment({ SHOJI_ANSWER_MEMORY_MB: wrong })).toThrow(
        /SHOJI_ANSWER_MEMORY_MB is .*at least 16/,
      );
  });

  it('takes the list of blocked pictures beside the moderators, whichever these are', () => {
    const config = configFromEnvironment(
      { SHOJI_BLOCKED: '/etc/shoji/blocked.txt', SHOJI_REKOGNITION_REGION: 'us-east-1' },
      { blocked: 'other.txt' },
    );
    expect(config.blocked).toBe('/etc/shoji/blocked.txt');
    expect(config.image?.map(({ name }) => name)).toEqual(['rekognition']);
    expect(configFromEnvironment({ SHOJI_BLOCKED: '' }, { blocked: 'other.txt' }).blocked).toBe('other.txt');
  });

  it('overrides the file by settings that are set', () => {
    const file = {
      policy: 'mature',
      prompt: [fakeRules()],
      generator: fakeGenerator(),
      image: [fakeModerator()],
      access: { keys: [FILE_KEY], origins: ['https://a.example'] },
    } as const;
    expect(configFromEnvironment({}, file)).toEqual(file);
    const changed = configFromEnvironment(
      { SHOJI_POLICY: 'strict', SHOJI_ORIGINS: 'https://b.example, ' },
      file,
    );
    expect(changed).toEqual({
      ...file,
      policy: 'strict',
      access: { keys: [FILE_KEY], origins: ['https://b.example'] },
    });
  });

  it('does not open the server when a variable is empty', () => {
    const file = { access: { keys: [FILE_KEY], edgeSecret: 's'.repeat(32) } };
    const empty = { SHOJI_KEYS: '', SHOJI_EDGE_SECRET: '', SHOJI_POLICY: '' };
    expect(configFromEnvironment(empty, file)).toEqual(file);
    expect(configFromEnvironment({ SHOJI_KEYS: ' , ' }, file)).toEqual(file);
  });

  it('refuses keys and secrets that could be guessed', () => {
    expect(() => configFromEnvironment({ SHOJI_KEYS: 'long-enough-to-be-one,short' })).toThrow(/at least 16/);
    expect(() => configFromEnvironment({ SHOJI_EDGE_SECRET: 's'.repeat(31) })).toThrow(/at least 32/);
  });
});
