import { describe, expect, it } from 'vitest';
import { ownWords } from './own-words.ts';

describe('ownWords', () => {
  it('restores the typed text everywhere in a text', () => {
    const own = ownWords([{ sent: 'blood, fog', typed: 'fog' }]);
    expect(own('Negative prompt: blood, fog. blood, fog')).toBe('Negative prompt: fog. fog');
  });

  it('replaces the longest text first', () => {
    const own = ownWords([
      { sent: 'blood', typed: '' },
      { sent: 'blood, fog', typed: 'fog' },
    ]);
    expect(own('blood, fog | blood')).toBe('fog | ');
  });

  it('drops a label whose text the client did not type, after longer texts with the same label', () => {
    const own = ownWords(
      [
        { sent: 'blood', typed: '' },
        { sent: 'blood, fog', typed: 'fog' },
      ],
      'Not: ',
    );
    expect(own('Not: blood, fog | Not: blood | blood')).toBe('Not: fog |  | ');
  });

  it('finds a text inside a quoted one, and quotes its replacement', () => {
    const own = ownWords([{ sent: 'x "a"\n', typed: '"b"' }]);
    expect(own(JSON.stringify({ said: 'x "a"\n' }))).toBe(JSON.stringify({ said: '"b"' }));
  });

  it('inserts replace() patterns literally, and leaves the rest unchanged', () => {
    expect(ownWords([{ sent: 'a', typed: '$&' }])('a b')).toBe('$& b');
    expect(ownWords([{ sent: '', typed: 'x' }])('a b')).toBe('a b');
  });
});
