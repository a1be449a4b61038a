import { expect, it } from 'vitest';
import { agesIn } from './index.ts';

/** The ages of a text, each with its words and years. */
const read = (text: string) =>
  agesIn(text).map(({ start, end, years }) => `${text.slice(start, end)} = ${years}`);

it.each([
  ['17 is a minor', '17歳', true],
  ['18 is an adult', '18歳', false],
])('%s', (_, text, isMinor) => {
  expect(agesIn(text)).toMatchObject([{ isMinor }]);
});

it.each([
  ['岁', '14岁女孩', ['14岁 = 14']],
  ['歲', '14歲', ['14歲 = 14']],
  ['歳', '公園の14歳', ['14歳 = 14']],
  ['才', '14才', ['14才 = 14']],
  ['周岁', '14周岁', ['14周岁 = 14']],
  ['さい', '14さい', ['14さい = 14']],
  ['no さい of another word', '14さいくつ', []],
  ['살', '14살', ['14살 = 14']],
  ['세 from five on', '5세', ['5세 = 5']],
  ['no 세 below five', '4세', []],
  ['no century', '15세기', []],
  ['no world', '15세계', []],
  ['ขวบ', '9ขวบ', ['9ขวบ = 9']],
  ['ปี', '14ปี', ['14ปี = 14']],
  ['no ปี of a time ago', '14ปีก่อน', []],
  ['no limit from below', '14岁以上', []],
  ['no limit from below in Japanese', '14才以上', []],
  ['no number before it', 'a岁', []],
  ['a number behind it', '岁14', []],
])('a word for years is %s: %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

it.each([
  ['未満', '18歳未満', ['18歳 = 17']],
  ['以下', '18歳以下', ['18歳 = 17']],
  ['미만', '18세 미만', ['18세 = 17']],
  ['이하', '18세 이하', ['18세 = 17']],
  ['nothing else', '18歳くらい', ['18歳 = 18']],
])('under a number is at most the year before, with %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

it.each([
  ['120', '120歳', ['120歳 = 120']],
  ['no 121', '121歳', []],
  ['of digits with zeros before', '000014歳', ['000014歳 = 14']],
  ['of the last six digits', '1000014歳', ['000014歳 = 14']],
  ['of digits beside a space', '1 4歳', ['4歳 = 4']],
  ['with a space behind it', '14 歳', ['14 歳 = 14']],
  ['in full-width digits', '１４歳', ['１４歳 = 14']],
  ['in digits beyond the first plane', '𝟏𝟒歳', ['𝟏𝟒歳 = 14']],
  ['in digits of a script beyond it', '𞥑𞥔歳', ['𞥑𞥔歳 = 14']],
  ['a Han digit', '二歳', ['二歳 = 2']],
  ['a Han zero', '〇歳', ['〇歳 = 0']],
  ['two Han digits', '一八歳', ['一八歳 = 18']],
  ['a Han ten', '十歳', ['十歳 = 10']],
  ['a Han ten and ones', '十八歳', ['十八歳 = 18']],
  ['Han tens', '二十歳', ['二十歳 = 20']],
  ['Han tens and ones', '二十五歳', ['二十五歳 = 25']],
  ['Han digits and tens without a number', '〇十歳', ['〇十歳 = 0']],
  ['the last four Han digits', '一〇〇一四歳', ['〇〇一四歳 = 14']],
  ['zero', '0歳', ['0歳 = 0']],
  ['nine', '9歳', ['9歳 = 9']],
  ['a digit at the beginning of a text', '7歳', ['7歳 = 7']],
  ['no Han hundreds', '三百歳', []],
  ['a Korean one', '한 살', ['한 살 = 1']],
  ['a Korean ten', '열 살', ['열 살 = 10']],
  ['a Korean number up to nineteen', '열아홉 살', ['열아홉 살 = 19']],
  ['Korean ones behind tens', '스물다섯 살', ['다섯 살 = 25']],
  ['Korean ones behind other tens', '서른두 살', ['두 살 = 22']],
  ['a Sino-Korean number', '십칠 세', ['십칠 세 = 17']],
  ['a Sino-Korean number behind a label', '나이 십오 세', ['십오 세 = 15']],
  ['a Sino-Korean number right behind a label', '나이십오세', ['십오세 = 15']],
  ['a Sino-Korean number behind another word', '이 십오 세', ['십오 세 = 15']],
  ['Sino-Korean tens', '이십 세', ['이십 세 = 20']],
  ['Sino-Korean tens and ones', '삼십오 세', ['삼십오 세 = 35']],
  ['a Thai number', 'สิบเก้าปี', ['สิบเก้าปี = 19']],
  ['Thai twenty', 'ยี่สิบปี', ['ยี่สิบปี = 20']],
  ['Thai tens and ones', 'สามสิบห้าปี', ['สามสิบห้าปี = 35']],
])('a number of years is %s: %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

it.each([
  ['right behind it', '年齢14', ['年齢14 = 14']],
  ['behind a colon', '年龄:14', ['年龄:14 = 14']],
  ['behind a letter', '年齢は14', ['年齢は14 = 14']],
  ['behind two letters', '年齢はは14', ['年齢はは14 = 14']],
  ['not behind three', '年齢ははは14', []],
  ['in Korean', '나이 14', ['나이 14 = 14']],
  ['in Thai, with Thai digits', 'อายุ ๑๔', ['อายุ ๑๔ = 14']],
  ['in digits beyond the first plane', '年齢𝟏𝟒', ['年齢𝟏𝟒 = 14']],
  ['up to 120', '年齢120', ['年齢120 = 120']],
  ['not from 121 on', '年齢121', []],
  ['of zero', '年齢0', ['年齢0 = 0']],
  ['before a letter', '年齢14の', ['年齢14 = 14']],
  ['before another digit with a letter between', '年齢1の4', ['年齢1 = 1']],
  ['not in seven digits', '年齢1000014', []],
  ['not behind another word', '学年14', []],
  ['not at the end', '年齢', []],
])('a label has its age %s: %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});
