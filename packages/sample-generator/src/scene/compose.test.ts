import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPrompt } from '../prompt/read-prompt.ts';
import { compose } from './compose.ts';

const grain = 'data:image/png;base64,AAAA';
const svgOf = (prompt: string, seed = 1, width = 512, height = 512, negativePrompt = '') =>
  compose({ prompt, negativePrompt, seed, width, height }, grain).svg;

describe('compose', () => {
  it('gives the same picture for the same words and seed', () => {
    expect(svgOf('a dog in a forest', 7)).toBe(svgOf('a dog in a forest', 7));
  });

  it('gives a different picture for every seed', () => {
    const pictures = new Set(Array.from({ length: 50 }, (_, seed) => svgOf('a dog', seed)));
    expect(pictures.size).toBe(50);
  });

  it('gives different pictures for different words', () => {
    expect(svgOf('xyzzy')).not.toBe(svgOf('quux'));
    expect(svgOf('a dog', 1, 512, 512, 'dog')).not.toBe(svgOf('a dog'));
  });

  it('contains no NaN and no undefined for any place, style, size and seed', () => {
    const places =
      'meadow,sakura,forest,autumn,mountain,snowy,desert,sea,beach,underwater,city,mars,sky,room,rain'.split(
        ',',
      );
    const styles = ',watercolor,pencil sketch,pixel art,vintage,neon,monochrome,pastel,oil painting'.split(
      ',',
    );
    const things = [
      'a lion',
      'a woman',
      'a whale',
      'a castle',
      'two eagles and a moon',
      'a chef and a car',
      '',
    ];
    const side = fc.integer({ min: 16, max: 192 }).map((eighth) => eighth * 8);
    fc.assert(
      fc.property(
        fc.constantFrom(...things),
        fc.constantFrom(...places),
        fc.constantFrom(...styles),
        fc.nat(),
        side,
        side,
        (thing, place, style, seed, width, height) => {
          expect(svgOf(`${thing} ${place} ${style}`, seed, width, height)).not.toMatch(
            /NaN|undefined|Infinity/,
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  describe('draws a subject, or names what is missing', () => {
    const everyday = readFileSync(new URL('../sheet/everyday.txt', import.meta.url), 'utf8')
      .split('\n')
      .filter(Boolean);
    const words = everyday.flatMap((prompt) => prompt.split(/[ ,]+/));
    const figures = (svg: string) =>
      svg.match(/<g transform="translate\([^"]*"(?: filter="[^"]*")?><svg /g)?.length ?? 0;
    const composed = (prompt: string) =>
      compose({ prompt, negativePrompt: '', seed: 3, width: 256, height: 256 }, grain);

    it('for each everyday prompt, and there are few words without a drawing', () => {
      const captions = everyday.map((prompt) => composed(prompt)).flatMap(({ caption }) => caption ?? []);
      expect(captions).toEqual(['Could not draw: swimming wear', 'Could not draw: syrup']);
      const empty = everyday.filter((prompt) => figures(composed(prompt).svg) === 0);
      // The lake is the subject.
      expect(empty).toEqual(['a mountain lake at dawn']);
    });

    it('for any words', () => {
      const word = fc.oneof(fc.constantFrom(...words), fc.stringMatching(/^[a-zа-яあ-ん猫]{1,12}$/));
      fc.assert(
        fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (chosen) => {
          const prompt = chosen.join(' ');
          const { svg, caption } = composed(prompt);
          const { setting } = readPrompt(prompt);
          expect(figures(svg) > 0 || caption !== undefined || Object.keys(setting).length > 0).toBe(true);
        }),
        { numRuns: 200 },
      );
    });

    it('with a blank canvas where nothing is known', () => {
      expect(composed('a xyzzy')).toMatchObject({ caption: 'Could not draw: xyzzy' });
      expect(figures(composed('a xyzzy').svg)).toBe(1);
      expect(composed('very beautiful')).toMatchObject({ caption: 'The prompt names nothing to draw' });
      expect(composed('12 cats and a zyx')).toMatchObject({ caption: 'Could not draw: zyx' });
      expect(composed('ten cats and four dogs').caption).toBe('Could not draw more than 10 figures');
      expect(composed('').caption).toBeUndefined();
    });
  });

  it('puts no text of the prompt into the SVG', () => {
    const markup = '</svg><image href="file:///etc/passwd"/><script>alert(1)</script>&xxe; a dog "onload=';
    const svg = svgOf(markup);
    for (const word of ['passwd', 'script', 'xxe', 'onload', 'file:']) expect(svg).not.toContain(word);
    const word = fc.stringMatching(/^[<>&"'a-z/=:]{6,24}$/);
    fc.assert(
      fc.property(word, (text) => !svgOf(`zq${text}qz`).includes(`zq${text}qz`)),
      { numRuns: 100 },
    );
  });
});
