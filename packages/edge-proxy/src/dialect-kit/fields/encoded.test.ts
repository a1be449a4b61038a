import { describe, expect, it } from 'vitest';
import { couldBeEncoded, couldBeEncodedTogether, holdsData } from './encoded.ts';

// Pseudo-random, so that no part of it is similar to a word.
let state = 1;
const bytes = Buffer.from(
  Array.from({ length: 300 }, () => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return (state >> 16) & 255;
  }),
);

const inLetters36 = [...bytes].map((byte) => byte.toString(36).padStart(2, '0')).join('');

describe('a text that could be a picture', () => {
  it.each([
    ['base64', bytes.toString('base64')],
    ['base64 behind words', `see this: ${bytes.toString('base64')}`],
    ['base64 in lines', bytes.toString('base64').replace(/.{40}/g, '$&\n')],
    ['hexadecimal', bytes.toString('hex')],
    ['hexadecimal in pairs', bytes.toString('hex').replace(/../g, '$& ')],
    ['percent-encoding', bytes.toString('hex').replace(/../g, '%$&')],
    ['letters of 36', inLetters36],
    ['letters of 36 with commas between', inLetters36.match(/.{12}/g)?.join(',') ?? ''],
    ['fractions', JSON.stringify([...bytes].map((byte) => byte / 255))],
    ['an object of numbers', JSON.stringify(Object.fromEntries(bytes.entries()))],
    ['objects with a number each', JSON.stringify([...bytes].map((r) => ({ r })))],
    ['decimal numbers', [...bytes].join(', ')],
    ['characters', bytes.toString('latin1')],
  ])('%s', (_, text) => {
    expect([couldBeEncoded(text), holdsData(text)]).toEqual([true, true]);
  });

  it.each([
    '<img src=/view?filename=a.png width=10>',
    '<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>',
    '&lt;iframe src="/view?filename=a.png"&gt;&lt;/iframe&gt;',
  ])('in an answer also %s', (text) => expect(couldBeEncoded(text)).toBe(true));
});

describe('a text that could not be a picture', () => {
  it.each([
    'A beautiful scene, (masterpiece:1.2), [detailed], <lora:add_detail:0.8>, 8k uhd, f/1.8 BREAK 1girl',
    'Steps: 20, Sampler: DPM++ 2M Karras, CFG scale: 7, Seed: 1234567890, Size: 512x768, Model hash: 31e35c80fc',
    'sha256 e5b2f1f44f45c1b2a3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f607182930',
    'https://github.com/AUTOMATIC1111/stable-diffusion-webui/wiki/Features#attentionemphasis',
    'ファッション雑誌の表紙、スーツを着た犬、柔らかい光、背景は白、高解像度、詳細な毛並み、正面から撮影',
    'DreamShaperXL_v21TurboDPMSDE.safetensors, epicphotogasm_ultimateFidelity.safetensors',
    'a caf\u00e9 \u0096 pasted from an old editor, with \u0093quotes\u0094 and a stray \u007f beside it',
    // Prompts as people write them, without a space.
    '1girl,solo,long_hair,looking_at_viewer,blush,smile,open_mouth,bangs,blue_eyes,blonde_hair,simple_background,white_background,dress,ribbon,bow,holding,jewelry,collarbone',
    '((masterpiece)),(best_quality:1.3),(ultra-detailed:1.2),[[lowres]],{{{beautiful}}},(1girl:1.4),(solo_focus:1.1),(detailed_eyes:1.2),(cinematic_lighting:1.3),8k,uhd,dslr',
    '<lora:add_detail:0.8><lora:epiNoiseoffset_v2:0.5><lora:FilmVelvia3:0.6><lora:LowRA:0.4><lora:more_details:0.5><lora:GoodHands-beta2:0.7><lora:InstantPhotoX3:0.8>,1girl',
    'score_9,score_8_up,score_7_up,score_6_up,score_5_up,score_4_up,source_anime,rating_safe,1GIRL,SOLO,BLUE_EYES,BLONDE_HAIR,LOOKING_AT_VIEWER,SIMPLE_BACKGROUND,UPPER_BODY',
    '{red|blue|green|yellow|orange|purple|pink|brown|black|white|grey|cyan|magenta|teal|navy|maroon|olive|lime|aqua|silver|gold|beige|ivory|coral|salmon|khaki|violet|indigo} hair',
    '{"scene":{"subject":"a-cat","style":["photo","35mm"],"camera":{"lens":"50mm","f":1.8},"palette":["#ff0000","#00ff00","#0000ff"],"weights":[0.1,0.2,0.3,0.4,0.5,0.6,0.7]}}',
    'const x=await fetch("https://api.example.com/v1/items?limit=100&offset=200",{method:"POST",headers:{"content-type":"application/json",authorization:`Bearer token`}})',
    `wait${'.'.repeat(200)}what`,
    'The number of steps (1, 2, 4, 8, 16, 32 or 64) and of pictures (1 to 16).',
  ])('%s', (text) => expect([couldBeEncoded(text), holdsData(text)]).toEqual([false, false]));

  it('is not a list of names', () => {
    const names = Array.from({ length: 400 }, (_, at) => `epicRealismXL_v${at}-pruned-fp16.safetensors`);
    const hashes = Array.from({ length: 100 }, (_, at) => ((at + 1) * 2_654_435_761).toString(16));
    expect([couldBeEncodedTogether(names), couldBeEncodedTogether(hashes)]).toEqual([false, false]);
  });

  it('is not a list of numbered names, but a list of names with different letters is one', () => {
    const counted = (name: string) => Array.from({ length: 64 }, (_, at) => `${name}${at}`);
    for (const name of ['k', 'n:', 'X', 'node_'])
      expect([name, couldBeEncodedTogether(counted(name))]).toEqual([name, false]);
    expect(couldBeEncodedTogether([...counted('k'), 'a dog', 'sd_xl_base_1.0.safetensors'])).toBe(false);
    const pieces = bytes.toString('base64').match(/..../g) ?? [];
    expect(couldBeEncodedTogether([...counted('k'), ...pieces])).toBe(true);
  });

  it('is not a list of repeated ids, hashes and words', () => {
    const id = '7d9b93b9-e859-4d45-8497-4dd81e4f7fef';
    const nodes = Array.from({ length: 40 }, (_, at) => ['finished', `${at}`, id, `${at}:2`, `${at}`]);
    const embeddings = Array.from({ length: 200 }, (_, at) => [
      ((at + 1) * 2_654_435_761).toString(16).padStart(10, '0'),
      'v1-5',
    ]);
    expect(couldBeEncodedTogether(nodes.flat())).toBe(false);
    expect(couldBeEncodedTogether(embeddings.flat())).toBe(false);
  });

  it('can have mostly zero bytes, whole and in pieces', () => {
    const sparse = Buffer.alloc(240);
    for (let at = 0; at < sparse.length; at += 5) sparse[at] = at;
    const text = sparse.toString('base64');
    expect([couldBeEncoded(text), couldBeEncodedTogether(text.match(/.{60}/g) ?? [])]).toEqual([true, true]);
  });

  it('can be in pieces between ids and words', () => {
    const pieces = bytes.toString('base64').match(/.{10}/g) ?? [];
    expect(couldBeEncodedTogether(pieces.flatMap((piece) => ['running', piece, '12']))).toBe(true);
  });
});
