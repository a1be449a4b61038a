import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agesIn } from './index.ts';

const years = (text: string) => agesIn(text).map((age) => age.years);

describe('a minor’s age', () => {
  it.each([
    ['a fourteen-year-old at the piano', 14],
    ['14yo', 14],
    ['14 y/o', 14],
    ['14 y.o.', 14],
    ['14.5 years old', 14],
    ['l4 years old', 14],
    ['f0urteen years 0ld', 14],
    ['age:14', 14],
    ['(age 14)', 14],
    ['aged 14', 14],
    ['she is 14', 14],
    ["she's fourteen, smiling", 14],
    ['looks 14', 14],
    ['18+, looking 14', 14],
    ['a girl (14) on a bench', 14],
    ['Lina, girl, 14, garden', 14],
    ['a boy of nine', 9],
    ['girl 14f', 14],
    ['under 18', 17],
    ['not yet 18', 17],
    ['not 18 yet, smiling', 17],
    ['fifteen, in a garden', 15],
    ['a girl who is 14', 14],
    ['a girl, around 14 years, garden', 14],
    ['30 months old', 2.5],
    ['a seventh grader', 12],
    ['in 7th grade', 12],
    ['catorce años', 14],
    ['niña de 9 años', 9],
    ['menor de 18 años', 17],
    ['quatorze anos', 14],
    ['quinto ano', 10],
    ['elle a quatorze ans', 14],
    ['ha 9 anni', 9],
    ['quattordicenne', 14],
    ['neun Jahre alt', 9],
    ['vierzehnjährige', 14],
    ['14-jährige', 14],
    ['veertienjarige', 14],
    ['9 jaar', 9],
    ['6e klas', 11],
    ['четырнадцать лет', 14],
    ['четырнадцатилетняя', 14],
    ['14-летняя', 14],
    ['5 класс', 10],
    ['czternaście lat', 14],
    ['czternastoletnia', 14],
    ['14-letnia', 14],
    ['14-latka', 14],
    ['on dört yaşında', 14],
    ['14 yaş', 14],
    ['empat belas tahun', 14],
    ['umur 9 tahun', 9],
    ['mười bốn tuổi', 14],
    ['9 tuổi', 9],
    ['أربعة عشر عاما', 14],
    ['عمرها ٩ سنوات', 9],
    ['चौदह साल', 14],
    ['उम्र १४ साल', 14],
    ['14歳', 14],
    ['十四歳', 14],
    ['９さい', 9],
    ['14岁', 14],
    ['十四岁', 14],
    ['열네 살', 14],
    ['14살', 14],
    ['십사 세', 14],
    ['สิบสี่ขวบ', 14],
    ['อายุ ๑๔ ปี', 14],
  ])('is read in %s', (text, age) => {
    expect(years(text)).toContain(age);
    expect(agesIn(text).every(({ isMinor }) => isMinor)).toBe(true);
  });

  it.each([
    'a 12 year old whisky',
    'wine aged 12 years in oak',
    'a 9 year old car',
    'a 15-minute sketch',
    '9 years of experience',
    'born 12 years ago',
    'over 12',
    '8k uhd, 85mm, f11',
    'a girl, 8k',
    '2girls, 1boy',
    'a boy 5 feet tall',
    'looks 5 times at it',
    'a 5th century vase',
    '1,014 years old',
    'hace 12 años',
    '12 años de experiencia',
    'vino de 12 años',
    'há 12 anos',
    'il y a un vin de 12 ans',
    'vor 12 Jahren',
    '12 Jahre Garantie',
    '12 лет назад',
    '12 jaar geleden',
    '12歳以上',
    '15세기',
    'sejak 12 tahun',
  ])('is not read in %s', (text) => expect(agesIn(text)).toEqual([]));
});

describe('an adult’s age', () => {
  it.each([
    ['18.5 years old', 18],
    ['a 50 year old lady', 50],
    ['thirty-five years old', 35],
    ['twenty five year old', 25],
    ['treinta y cinco años', 35],
    ['vinte e cinco anos', 25],
    ['trente-cinq ans', 35],
    ['fünfundzwanzigjährige', 20],
    ['vijfentwintigjarige', 20],
    ['ventenne', 20],
    ['двадцать пять лет', 25],
    ['yirmi beş yaşında', 25],
    ['dua puluh lima tahun', 25],
    ['hai mươi lăm tuổi', 25],
    ['خمسة وعشرون عاما', 20],
    ['二十五歳', 25],
    ['스물다섯 살', 25],
    ['woman, 25', 25],
  ])('is read in %s', (text, age) => {
    expect(years(text)).toEqual([age]);
    expect(agesIn(text).some(({ isMinor }) => isMinor)).toBe(false);
  });
});

it('is the same in the digits of every script', () => {
  const zeros: number[] = [];
  for (let code = 0; code < 0x20000; code++) {
    const character = code >= 0xd800 && code <= 0xdfff ? '' : String.fromCodePoint(code);
    if (/^\p{Nd}$/u.test(character) && (zeros.at(-1) ?? -10) + 10 <= code) zeros.push(code);
  }
  expect(zeros.length).toBeGreaterThan(50);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 }), fc.constantFrom(...zeros), (age, zero) => {
      const written = [...String(age)].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');
      for (const text of [`${written}歳`, `${written} años`, `${written} лет`, `${written} years old`])
        expect(years(text)).toEqual([age]);
    }),
  );
});

it('has the span of its words', () => {
  const text = 'with her aunt, a fourteen-year-old girl';
  expect(agesIn(text).map(({ start, end }) => text.slice(start, end))).toEqual(['fourteen-year-old']);
});
