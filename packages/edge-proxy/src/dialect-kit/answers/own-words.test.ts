import { describe, expect, it } from 'vitest';
import { ownWords } from './own-words.ts';

describe('ownWords', () => {
  it('puts back what was typed, everywhere in a text', () => {
    const own = ownWords([{ sent: 'blood, fog', typed: 'fog' }]);
    expect(own('Negative prompt: blood, fog. blood, fog')).toBe('Negative prompt: fog. fog');
  });

  it('reads the longest text first', () => {
    const own = ownWords([
      { sent: 'blood', typed: '' },
      { sent: 'blood, fog', typed: 'fog' },
    ]);
    expect(own('blood, fog | blood')).toBe('fog | ');
  });

  it('drops a label with a text that the client did not type, after longer texts with the same label', () => {
    const own = ownWords(
      [
        { sent: 'blood', typed: '' },
        { sent: 'blood, fog', typed: 'fog' },
      ],
      'Not: ',
    );
    expect(own('Not: blood, fog | Not: blood | blood')).toBe('Not: fog |  | ');
  });

  it('finds a text inside of a quoted one, and quotes what it puts there', () => {
    const own = ownWords([{ sent: 'x "a"\n', typed: '"b"' }]);
    expect(own(JSON.stringify({ said: 'x "a"\n' }))).toBe(JSON.stringify({ said: '"b"' }));
  });

  it('takes no pattern of replace() literally, and leaves the rest alone', () => {
    expect(ownWords([{ sent: 'a', typed: '$&' }])('a b')).toBe('$& b');
    expect(ownWords([{ sent: '', typed: 'x' }])('a b')).toBe('a b');
  });
});
