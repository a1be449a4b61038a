import { describe, expect, it } from 'vitest';
import { decidePrompt } from '../../policy/decide.ts';
import { presets } from '../../policy/presets.ts';
import { rules } from '../rules.ts';
import { cuesWithSettings, undressedIn } from './index.ts';

const found = (text: string) =>
  undressedIn(text, cuesWithSettings()).map(({ start, end }) => text.slice(start, end));

describe('clothes that a negation removes', () => {
  it.each([
    ['en', 'a man with no clothes on a bench', 'no clothes'],
    ['en', 'a dancer without any clothing', 'without any clothing'],
    ['en', 'a dancer w/o clothes', 'w/o clothes'],
    ['en', 'zero clothing', 'zero clothing'],
    ['en', 'portrait minus the clothes', 'minus the clothes'],
    ['en', 'she is not wearing a dress', 'not wearing a dress'],
    ['en', 'he isn’t wearing anything', 'isn’t wearing anything'],
    ['en', 'a nymph wearing nothing', 'wearing nothing'],
    ['en', 'a raincoat, nothing underneath', 'nothing underneath'],
    ['en', 'nothing under her dress', 'nothing under her dress'],
    ['en', 'without a stitch', 'without a stitch'],
    ['en', 'without any a the clothes', 'without any a the clothes'],
    ['en', 'nothing on', 'nothing on'],
    ['en', 'nothing on, smiling', 'nothing on'],
    ['en', 'clothing free, smiling', 'clothing free'],
    ['en', 'clothes: none', 'clothes: none'],
    ['en', 'outfit = nothing, castle', 'outfit = nothing'],
    ['en', 'clothing-free', 'clothing-free'],
    ['en', 'free of garments', 'free of garments'],
    ['en', 'clothes removed', 'clothes removed'],
    ['en', 'her clothes are gone', 'clothes are gone'],
    ['en', 'clothing level: 0', 'clothing level: 0'],
    ['en', 'clothes optional', 'clothes optional'],
    ['en', 'removing her dress', 'removing her dress'],
    ['en', 'nothing on her body', 'nothing on her body'],
    ['en', 'nothing underneath the coat', 'nothing underneath the coat'],
    ['en', 'clothed in nothing', 'clothed in nothing'],
    ['en', 'no longer wearing clothes', 'no longer wearing clothes'],
    ['en', 'stripped of clothing', 'stripped of clothing'],
    ['en', 'not covered by anything', 'not covered by anything'],
    ['en', 'un-dressed', 'un-dressed'],
    ['en', 'not clothed', 'not clothed'],
    ['en', 'censorship: no', 'censorship: no'],
    ['en', 'no censorship', 'no censorship'],
    ['en', 'not safe for work', 'not safe for work'],
    ['en', 'no_bra, solo', 'no_bra'],
    ['es', 'mujer sin ropa', 'sin ropa'],
    ['es', 'no lleva ropa', 'no lleva ropa'],
    ['es', 'ropa: ninguna', 'ropa: ninguna'],
    ['pt', 'mulher sem roupas', 'sem roupas'],
    ['fr', 'une femme sans vêtements', 'sans vêtements'],
    ['fr', 'vêtements : aucun', 'vêtements : aucun'],
    ['de', 'eine Frau ohne Kleidung', 'ohne Kleidung'],
    ['de', 'nicht bekleidet', 'nicht bekleidet'],
    ['de', 'nichts drunter', 'nichts drunter'],
    ['it', 'una donna senza vestiti', 'senza vestiti'],
    ['nl', 'een vrouw zonder kleren', 'zonder kleren'],
    ['pl', 'kobieta bez ubrania', 'bez ubrania'],
    ['ru', 'женщина без одежды', 'без одежды'],
    ['ar', 'امرأة بدون ملابس', 'بدون ملابس'],
    ['hi', 'कपड़ों के बिना', 'कपड़ों के बिना'],
    ['tr', 'giysisiz kadın', 'giysisiz'],
    ['id', 'wanita tanpa busana', 'tanpa busana'],
    ['id', 'tanpa sehelai benang', 'tanpa sehelai benang'],
    ['vi', 'người phụ nữ không mặc quần áo', 'không mặc quần áo'],
    ['ko', '옷을 입지 않은 여자', '옷을 입지 않'],
    ['ko', '속옷 없이', '속옷 없이'],
    ['ja', '何も着ていない女性', '何も着ていない'],
    ['ja', '服のない女性', '服のない'],
    ['zh', '没穿衣服的女人', '没穿'],
    ['zh', '没有衣物', '没有衣物'],
    ['en', 'not a stitch on her', 'not a stitch'],
    ['en', 'without a single piece of fabric', 'without a single piece of fabric'],
    ['en', 'she has nothing on', 'nothing on'],
    ['de', 'Frau ohne alles', 'ohne alles'],
    ['de', 'sie trägt rein gar nichts', 'trägt rein gar nichts'],
    ['de', 'nichts darunter', 'nichts darunter'],
    ['fr', 'femme sans rien sur elle', 'sans rien sur elle'],
    ['es', 'sin nada puesto', 'sin nada puesto'],
    ['it', 'con niente addosso', 'con niente addosso'],
    ['pt', 'sem nada no corpo', 'sem nada no corpo'],
    ['nl', 'vrouw met niets aan', 'met niets aan'],
    ['pl', 'bez niczego na sobie', 'bez niczego na sobie'],
    ['sv', 'utan en tråd på kroppen', 'utan en tråd på kroppen'],
    ['tr', 'üzerinde hiçbir şey olmayan kadın', 'üzerinde hiçbir şey olmayan'],
    ['zh', '身上没有任何', '身上没有任何'],
    ['vi', 'không một mảnh vải', 'không một mảnh vải'],
    ['th', 'ผู้หญิงไม่ใส่เสื้อผ้า', 'ไม่ใส่เสื้อผ้า'],
  ])('are found in %s: %s', (_, text, place) => {
    expect(found(text)).toContain(place);
  });

  it.each([
    'a woman in a red dress, no hat',
    'a wedding with no dress code',
    'not without her clothes',
    'not a dress but a suit',
    'dressed for the opera',
    'not dressed for the weather',
    'nothing on the table',
    'removing the snow from the roof',
    'a lost dress pattern',
    'takes off from the runway, clothes in a suitcase',
    'nothing under the bridge',
    'mulher no vestido vermelho',
    'clothes: linen shirt, brown boots',
    'clothing free shipping banner',
    'free clothes for everybody',
    'clothes from the rack',
    'a shop for clothes',
    'una mujer con vestido',
    'eine Frau in Kleidung',
    '服を着ている女性',
    '穿衣服的女人',
    'no wind, clothes on a line',
    'without any a the all clothes',
    'no oak clothes',
    'no dress-code',
    'not wearing a dress code',
    'removing the clothes rack',
    'clothes oak: none',
    'clothes: none of it',
    'clothing free shipping, banner',
    'nothing under the old coat rack of oak',
    'wearing red, nothing',
  ])('are not found where nothing is removed: %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('are a finding of the rules that negation of other categories does not cancel', () => {
    const findings = rules().match('a dancer, outfit: none');
    expect(findings).toMatchObject([{ category: 'nudity', label: 'without clothes', span: [10, 22] }]);
    expect(decidePrompt(presets.standard, findings).decision).toBe('warn');
    expect(rules({ without: ['without clothes'] }).match('a dancer, outfit: none')).toEqual([]);
    expect(rules({ lexicon: false }).match('a dancer, outfit: none')).toEqual([]);
  });
});
