import type { LabelledPrompt } from '../labelled.ts';

const PEOPLE = [
  'muslim',
  'jewish',
  'christian',
  'hindu',
  'buddhist',
  'sikh',
  'black',
  'white',
  'asian',
  'african',
  'latino',
  'arab',
  'indian',
  'chinese',
  'japanese',
  'mexican',
  'native american',
  'gay',
  'lesbian',
  'bisexual',
  'transgender',
  'queer',
  'deaf',
  'blind',
  'disabled',
  'immigrant',
  'refugee',
  'elderly',
  'fat',
  'israeli',
  'palestinian',
  'turkish',
  'roma',
];
const WHO = ['woman', 'man', 'couple', 'family', 'teacher', 'girl', 'boy', 'person'];
const DOING = [
  'cooking dinner in a bright kitchen',
  'reading a book in a library',
  'smiling, portrait photo, 85mm, soft light',
  'walking a dog in the park',
  'at a wedding, oil painting',
  'working as a doctor in a hospital',
  'playing chess',
  'praying in a quiet room',
  'riding a bicycle through the city',
  'celebrating a birthday, digital art',
];

/** The source that these prompts name. */
export const IDENTITIES = 'identities';

/**
 * Harmless prompts about people of every kind. The sets of hateful text name groups far more often than the
 * harmless ones do; without these, a word for a religion, a people or a gender alone would score.
 */
export function identityPrompts(): LabelledPrompt[] {
  return PEOPLE.flatMap((people, row) =>
    DOING.flatMap((doing, column) => {
      const who = WHO[(row + column) % WHO.length] ?? 'person';
      return {
        text: `a ${people} ${who} ${doing}`,
        unsafe: false,
        language: 'en',
        source: IDENTITIES,
        at: IDENTITIES,
      };
    }),
  );
}
