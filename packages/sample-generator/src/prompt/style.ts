/** Rendering styles that a prompt can ask for. */
export type Style = 'watercolour' | 'pencil' | 'pixel' | 'vintage' | 'neon' | 'mono' | 'pastel' | 'painting';

/** Words of a prompt that name a style. */
export const STYLE_WORDS: ReadonlyMap<string, Style> = new Map(
  (
    [
      [
        'watercolour',
        'watercolour,watercolor,water color,water colour,water color style,aquarelle,水彩,水彩画',
      ],
      ['pencil', 'pencil,sketch,line drawing,drawing,graphite,鉛筆,スケッチ,線画,デッサン'],
      ['pixel', 'pixel art,pixel,pixelated,8-bit,8bit,16-bit,ドット絵,ピクセルアート'],
      ['vintage', 'vintage,sepia,retro,old photo,polaroid,レトロ,セピア,ヴィンテージ,昭和'],
      ['neon', 'neon,cyberpunk,synthwave,vaporwave,ネオン,サイバーパンク'],
      ['mono', 'black and white,monochrome,grayscale,greyscale,noir,白黒,モノクロ'],
      ['pastel', 'pastel,soft colors,soft colours,kawaii,cute,dreamy,パステル,かわいい,ゆめかわ'],
      ['painting', 'oil painting,painting,impressionist,van gogh,impasto,油絵,絵画,印象派'],
    ] satisfies [Style, string][]
  ).flatMap(([style, words]) => words.split(',').map((word): [string, Style] => [word, style])),
);
