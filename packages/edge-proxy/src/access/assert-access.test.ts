import { EngineError } from '@shoji/core/generation';
import { describe, expect, it } from 'vitest';
import { assertAccess } from './assert-access.ts';

const refusal = (keys: readonly string[], origins: readonly string[] = []) => {
  try {
    assertAccess({ keys, origins });
  } catch (error) {
    return error;
  }
  return undefined;
};

it('accepts rules without keys and origins, and rules that can be met', () => {
  expect(refusal([])).toBeUndefined();
  expect(refusal(['a key', 'another'], ['https://app.example.com'])).toBeUndefined();
});

describe('a key that no request can present', () => {
  it('is named by its place, and not repeated', () => {
    const error = refusal(['good', 'very-secret\n']);
    expect(error).toBeInstanceOf(EngineError);
    expect(String(error)).toContain('access.keys (SHOJI_KEYS): key 2 of 2 contains');
    expect(String(error)).not.toContain('very-secret');
  });

  it('is "the key" where it is the only one, with the command that generates one', () => {
    expect(String(refusal(['']))).toContain('the key is empty. `openssl rand -hex 16` generates one.');
  });
});

it('an origin that no browser sends is named', () => {
  expect(String(refusal([], ['https://a.example', '*']))).toContain(
    'access.origins (SHOJI_ORIGINS): "*": name each',
  );
});
