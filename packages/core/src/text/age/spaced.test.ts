import { expect, it } from 'vitest';
import { agesIn } from './index.ts';

/** The ages of a text, each with its words and years. */
const read = (text: string) =>
  agesIn(text).map(({ start, end, years }) => `${text.slice(start, end)} = ${years}`);

it.each([
  ['17 is a minor', '17 years old', true],
  ['18 is an adult', '18 years old', false],
  ['under 18 is a minor', 'under 18', true],
  ['under 19 is an adult', 'under 19', false],
])('%s', (_, text, isMinor) => {
  expect(agesIn(text)).toMatchObject([{ isMinor }]);
});

it.each([
  ['120 years at most', 'a 120 year old', ['120 year old = 120']],
  ['no more than 120 years', 'a 121 year old', []],
  ['120 years behind a label at most', 'aged 120', ['aged 120 = 120']],
  ['no more behind a label', 'aged 121', []],
  ['120 years behind a person at most', 'girl (120)', ['girl (120 = 120']],
  ['no more behind a person', 'girl (121)', []],
  ['120 years as a guess at most', 'looks 120', ['looks 120 = 120']],
  ['a guess of four years', 'looks 4', ['looks 4 = 4']],
  ['no guess of three', 'looks 3', []],
  ['no guess that counts something', 'looks 14 feet tall', []],
])('an age is %s: %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

it.each([
  ['tens and ones', 'twenty-five years old', ['twenty-five years old = 25']],
  ['tens, and, and ones', 'treinta y cinco años', ['treinta y cinco años = 35']],
  ['the second of two tens', 'treinta y veinte años', ['treinta y veinte años = 20']],
  ['zero', '0 years old', ['0 years old = 0']],
  ['twenty and what is below it', 'twenty nineteen years old', ['twenty nineteen years old = 39']],
  ['no and behind ten', 'diez y cinco años', ['cinco años = 5']],
  ['no and behind ones', 'cinco y diez años', ['diez años = 10']],
  ['ten and ones', 'on beş yaşında', ['on beş yaşında = 15']],
  ['ten and no ten', 'ten ten years old', ['ten years old = 10']],
  ['ones and tens: the tens', 'five twenty years old', ['five twenty years old = 20']],
  ['ones, and no second ones', 'five ten years old', ['ten years old = 10']],
  ['ones and a word that makes a teen of them', 'dua belas tahun', ['dua belas tahun = 12']],
  ['ones and a word that makes tens of them', 'dua puluh tahun', ['dua puluh tahun = 20']],
  ['no ten and a word for a teen', 'sepuluh belas tahun', ['belas tahun = 10']],
  ['nothing beyond a comma', 'twenty, five years old', ['five years old = 5']],
  ['no words behind digits', '20 five years old', ['five years old = 5']],
  ['no part of a number of thousands', '1,014 years old', []],
  ['a number beside another', '2 14 years old', ['2 14 years old = 2', '14 years old = 14']],
  ['a range, by its lower bound', '10-12 years old', ['10-12 years old = 10', '12 years old = 12']],
  ['a range with a word between', '16 to 19 yo', ['16 to 19 yo = 16', '19 yo = 19']],
  ['a range in words', 'girl, sixteen to nineteen', ['sixteen to nineteen = 16']],
  ['no range with a comma before the word', '16, to 19 yo', ['19 yo = 19']],
  ['no range with a comma behind the word', '16 to, 19 yo', ['19 yo = 19']],
  ['no range with a word that falls', '19 to 16 yo', ['16 yo = 16']],
  ['no range of words beside each other', 'one 25 year old', ['25 year old = 25']],
  ['no range of one number twice', '12-12 years old', ['12 years old = 12']],
  ['no range that falls', '12-10 years old', ['10 years old = 10']],
  ['no range beyond a comma', '10, 12 years old', ['12 years old = 12']],
])('a number is %s: %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

it.each([
  ['y.o.', '14 y.o.', ['14 y.o = 14']],
  ['y/o', '14 y/o, garden', ['14 y/o = 14']],
  ['y without a space', '14y', ['14y = 14']],
  ['no y with a space', '14 y', []],
  ['f beside a person', 'girl 14f', ['14f = 14']],
  ['f before a person', '14f girl', ['14f = 14']],
  ['m beside a person', 'boy 14m', ['14m = 14']],
  ['no m without a person', '14m away', []],
  ['no f with a space', 'girl 14 f', []],
  ['the ending of a compound', 'das 14-jährige Kind', ['14-jährige = 14']],
  ['nothing beyond a comma', '14, years old', []],
  ['old beside a word for years', 'a garden, 14 years old', ['14 years old = 14']],
])('a unit is %s: %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

it.each([
  ['between commas', 'Lina, 14 years, garden', ['14 years = 14']],
  ['alone', '14 years', ['14 years = 14']],
  ['not before something else', '14 years garden', []],
  ['not behind something else', 'garden 14 years', []],
  ['behind a person', 'girl 14 years', ['14 years = 14']],
  ['before a person', '14 years girl', ['14 years = 14']],
  ['of a person', 'garden girl of 14 years and roses', ['14 years = 14']],
  ['of nobody', 'garden of 14 years and roses', []],
  ['behind a pronoun', 'garden where she is 14 years', ['14 years = 14']],
  ['of age', 'garden 14 years of age', ['14 years = 14']],
  ['not of something else', 'garden 14 years of roses', []],
  ['behind a label', 'garden age 14 years roses', ['14 years = 14']],
  ['as a guess', 'garden looks 14 years roses', ['14 years = 14']],
  ['behind four words that say little', 'girl about to be of 14 years', ['14 years = 14']],
  ['not behind five of them', 'girl about to be a of 14 years', []],
])('years alone are an age %s: %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

it.each([
  ['with old', '30 months old', ['30 months old = 2.5']],
  ['of a person', 'girl of 30 months', ['30 months = 2.5']],
  ['behind a label', 'age 30 months', ['30 months = 2.5']],
  ['behind a label and another word', 'age: about 30 months', ['30 months = 2.5']],
  ['not behind a label and two words', 'age: garden in 30 months', []],
  ['not by themselves', 'a garden, 30 months', []],
])('months are an age %s: %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

it.each([
  ['before the number', 'under 18 years old', ['18 years old = 17']],
  ['one word before it', 'under about 18 years old', ['18 years old = 17']],
  ['two words before it', 'under the age 18 years old', ['18 years old = 17']],
  ['not three words before it', 'under the very old 18 years old', ['18 years old = 18']],
  ['right before a label', 'under age 18', ['age 18 = 17']],
  ['before a label', 'under the age of 18', ['age of 18 = 17']],
  ['behind a label', 'aged under 18', ['under 18 = 17']],
])('under a number is at most the year before, %s: %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

it.each([
  ['right before it', 'over 14 years old'],
  ['one word before it', 'over about 14 years old'],
  ['before a number alone', 'over 14'],
  ['before a number in words', 'over fourteen'],
  ['as later', 'later 14 years old'],
])('over a number is not an age, %s: %s', (_, text) => {
  expect(read(text)).toEqual([]);
});

it('over applies only to the number after it', () => {
  expect(read('over garden 14 years old')).toEqual(['14 years old = 14']);
  expect(read('garden about 14 years old')).toEqual(['14 years old = 14']);
});

it.each([
  ['a word for it before', 'hace 14 años', []],
  ['no word beyond a comma', 'hace, 14 años', ['14 años = 14']],
  ['a word for it behind', '14 años después', []],
  ['no word behind a comma', '14 años, después', ['14 años = 14']],
  ['what it is of', '14 años de experiencia', []],
  ['not of age', '14 años de edad', ['14 años = 14']],
  ['not of a person', 'niña de 14 años después', ['14 años = 14']],
  ['not right behind a person', 'niña 14 años después', ['14 años = 14']],
  ['of nothing', 'jardín de 14 años después', []],
  ['a person two words before', 'niña jardín 14 años después', []],
  ['Portuguese', 'há 14 anos', []],
  ['not Italian', 'ha 14 anni', ['14 anni = 14']],
])('a number of years is a duration after %s: %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

it.each([
  ['right behind the age', '14 year old whisky', []],
  ['two words behind', '14 year old Scottish whisky', []],
  ['three words behind', '14 year old fine Scottish whisky', []],
  ['not four words behind', '14 year old very fine Scottish whisky', ['14 year old = 14']],
  ['not beyond a person', '14 year old girl whisky', ['14 year old = 14']],
  ['not beyond a comma', '14 year old, whisky', ['14 year old = 14']],
  ['right before the age', 'whisky 14 years old', []],
  ['behind a comma within the age', '14 years, old whisky', []],
  ['behind a comma', 'garden, whisky 14 years old', []],
  ['not before a person', 'photo of girl 14 years old', ['14 years old = 14']],
  ['two words before', 'whisky aged 14 years old', []],
  ['three words before', 'whisky of some 14 years old', []],
  ['not four words before', 'whisky of about some 14 years old', ['14 years old = 14']],
  ['not before a comma', 'whisky, 14 years old', ['14 years old = 14']],
  ['before a label', 'wine age: 14', []],
  ['behind a label', 'age 14 wine', []],
])('an age belongs to a thing, %s: %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

it.each([
  ['a label', 'age: 3', ['age: 3 = 3']],
  ['a label and a word', 'age of 13', ['age of 13 = 13']],
  ['a guess and words', 'looks to be about 14', ['looks to be about 14 = 14']],
  ['a guess and four words', 'looks to be about a 14', ['looks to be about a 14 = 14']],
  ['no guess and five words', 'looks to be about of a 14', []],
  ['a pronoun and is', 'she is 14', ['is 14 = 14']],
  ['a pronoun, is and a comma', 'she is 14, smiling', ['is 14 = 14']],
  ['a pronoun, is and a word that goes on', 'she is 14 and smiles', ['is 14 = 14']],
  ['no pronoun, is and a thing', 'she is 14 apples', []],
  ['a contracted am', 'I’m 14', ['m 14 = 14']],
  ['a pronoun of several', 'they are 14', ['are 14 = 14']],
  ['no is without a pronoun', 'garden is 14', []],
  ['only, without a pronoun', 'garden, only 14', ['only 14 = 14']],
  ['a contraction of one word', 'im 14', ['im 14 = 14']],
  ['a Russian pronoun', 'ей 14', ['ей 14 = 14']],
  ['no other pronoun', 'he 14', []],
  ['a person and a comma', 'girl, 9', ['girl, 9 = 9']],
  ['a person and a comma, four years', 'girl, 4', ['girl, 4 = 4']],
  ['no three years behind a person', 'girl, 3', []],
  ['a person and ten', 'girl 10', ['girl 10 = 10']],
  ['no person and nine', 'girl 9', []],
  ['a person, of, and a number', 'girl of 9', ['girl of 9 = 9']],
  ['no person, of, and a number beyond a comma', 'girl of, 9', []],
  ['not yet', 'not yet 18', ['yet 18 = 17']],
  ['not … yet', 'not 18 yet', ['not 18 = 17']],
  ['no not alone', 'not 18', []],
  ['no yet alone', 'yet 18', []],
  ['a teen in words by itself', 'thirteen', ['thirteen = 13']],
  ['a teen in words between commas', 'garden, seventeen, roses', ['seventeen = 17']],
  ['no twelve by itself', 'twelve', []],
  ['no eighteen by itself', 'eighteen', []],
  ['no teen in digits by itself', '14', []],
  ['no teen behind another word', 'garden thirteen', []],
  ['no teen before what it counts', 'fifteen apples', []],
])('a number is an age after %s: %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

it.each([
  ['behind an ordinal', 'sixth grade', ['sixth grade = 11']],
  ['behind a number in words', 'klas zes', ['klas zes = 11']],
  ['before a number', 'grade 6', ['grade 6 = 11']],
  ['behind a number', '6 grade', ['6 grade = 11']],
  ['two words behind a number', '6 в классе', ['6 в классе = 11']],
  ['not two words before one', 'grade in 6', []],
  ['the first', 'grade 1', ['grade 1 = 6']],
  ['the twelfth', 'grade 12', ['grade 12 = 17']],
  ['none', 'grade 0', []],
  ['no thirteenth', 'grade 13', []],
  ['a school year behind an ordinal', 'quinto ano', ['quinto ano = 10']],
  ['a school year two words behind it', 'quinto do ano', ['quinto do ano = 10']],
  ['a school year two words behind a number', '6º ano', ['6º ano = 11']],
  ['no school year before an ordinal', 'ano quinto', []],
  ['no school year behind another word', 'jardim ano', []],
  ['no year beside a number', 'form 6', []],
  ['no school year right behind a number', '5 ano', ['5 ano = 5']],
])('a school grade is read %s: %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

it.each([
  ['Dutch', 'dertienjarige', ['dertienjarige = 13']],
  ['Italian', 'sedicenne', ['sedicenne = 16']],
  ['of tens inside', 'vijfentwintigjarige', ['vijfentwintigjarige = 20']],
  ['not of a word that is no number', 'gardenjarige', []],
])('an age is one word, %s: %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

it.each([
  ['двухлетняя', 2],
  ['трехлетняя', 3],
  ['четырехлетняя', 4],
  ['settenne', 7],
  ['ottenne', 8],
  ['novenne', 9],
  ['decenne', 10],
  ['undicenne', 11],
  ['dodicenne', 12],
  ['tredicenne', 13],
  ['quattordicenne', 14],
  ['quindicenne', 15],
  ['sedicenne', 16],
  ['diciassettenne', 17],
  ['diciottenne', 18],
  ['diciannovenne', 19],
  ['ventenne', 20],
  ['trentenne', 30],
  ['quarantenne', 40],
  ['cinquantenne', 50],
])('%s is %i years old', (word, years) => {
  expect(agesIn(word).map((age) => age.years)).toEqual([years]);
});

it.each([
  ['her 12th birthday', ['12th birthday = 12']],
  ['12. Geburtstag', ['12. Geburtstag = 12']],
  ['30th birthday', ['30th birthday = 30']],
  ['12 birthdays, cakes', []],
  ['a 15yr rider', ['15yr = 15']],
  ['a 15yrs rider', ['15yrs = 15']],
  ['a 15 yr warranty', []],
  ['a 15year warranty', []],
  ['13f, garden', ['13f = 13']],
  ['garden, 13f', ['13f = 13']],
  ['13f lens', []],
  ['13m, garden', []],
  ['14 की उम्र', ['14 की उम्र = 14']],
  ['14, की उम्र', []],
  ['14 की राह', []],
  ['3 of age', []],
  ['wygląda na 13 lat', ['13 lat = 13']],
  ['na 13 lat', []],
  ['12nd birthday', ['12nd birthday = 12']],
  ['12 kg birthday cake', []],
  ['ученица пятого класса', ['пятого класса = 10']],
])('an age, or none, in %s', (text, expected) => {
  expect(read(text)).toEqual(expected);
});
