import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_NAMES, parseNameList } from './name-list.ts';
import { namedPeople } from './named-people.ts';

describe('parseNameList', () => {
  it('reads one name a line, without comments and empty lines', () => {
    const text = "\uFEFF# The board\r\n\r\n  Jane Example \r\nJosé O'Muster-Beispiel Jr.\n# end\n山田花子\n";
    expect(parseNameList(text)).toEqual(['Jane Example', "José O'Muster-Beispiel Jr.", '山田花子']);
  });

  it.each([
    ['Jane Example, actor', 'Line 1: write one name a line'],
    ['Jane\tExample', 'Line 1: write one name a line'],
    ['# first\nJane Example\n\nJANE  éxample', 'Line 4: this name is also in line 2'],
    ['Al B', 'Line 1: a name needs at least 5 letters'],
    ['山', 'Line 1: a name needs at least 2 letters'],
    ['1234567', 'Line 1: a name needs letters'],
    ['...', 'Line 1: a name needs letters'],
    [`Jane ${'x'.repeat(60)}`, 'Line 1: a name has at most 64 letters'],
    ['# nobody is listed\n', 'The list has no names'],
    ['', 'The list has no names'],
  ])('refuses %j', (text, message) => {
    expect(() => parseNameList(text)).toThrow(message);
  });

  it('has a limit', () => {
    const list = (length: number) => Array.from({ length }, (_, at) => `Person ${at} Example`).join('\n');
    expect(parseNameList(list(MOST_NAMES))).toHaveLength(MOST_NAMES);
    expect(() => parseNameList(list(MOST_NAMES + 1))).toThrow(`Line ${MOST_NAMES + 1}: a list has at most`);
  });

  it('accepts only names that are found in a prompt', () => {
    const letters = fc.constantFrom(...'abcdeéñüøšАбвгд山田花子ぁカ한국');
    const word = fc.array(letters, { minLength: 2, maxLength: 9 }).map((parts) => parts.join(''));
    const name = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(name, (written) => {
        let names: string[];
        try {
          names = parseNameList(written);
        } catch {
          return;
        }
        const prompt = `portrait, ${written}, oil on canvas`;
        expect(
          namedPeople({ names })
            .match(prompt)
            .map(({ label }) => label),
        ).toEqual([written]);
      }),
    );
  });
});
