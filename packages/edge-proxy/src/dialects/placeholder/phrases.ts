import type { Category } from '@shoji/core';

export type Language = 'en' | 'ja';

/** The language of a person by their `Accept-Language`; English unless Japanese comes first of the two. */
export function languageOf(header: string | null): Language {
  const [first] = (header ?? '').toLowerCase().match(/\b(en|ja)\b/) ?? [];
  return first === 'ja' ? 'ja' : 'en';
}

/** Why something is not shown, as far as the policy explains it. */
export interface Reason {
  readonly what: 'prompt' | 'input' | 'picture';
  /** True when a check failed: not unsafe, but not known to be safe. */
  readonly unchecked: boolean;
  /** True when that is because of what was sent, which will not be checked the next time either. */
  readonly unreadable?: boolean;
  readonly categories: readonly Category[];
}

interface Phrases {
  readonly titles: Record<Reason['what'], string>;
  readonly unchecked: Record<Reason['what'], string>;
  /** What to do about what no check can read; too long for a placeholder. */
  readonly unreadable: Record<'prompt' | 'input', string>;
  readonly blurred: string;
  readonly reason: (categories: string) => string;
  readonly separator: string;
  readonly categories: Record<Category, string>;
}

const PHRASES: Record<Language, Phrases> = {
  en: {
    titles: {
      prompt: 'The prompt was refused',
      input: 'The picture sent was refused',
      picture: 'This picture is withheld',
    },
    unchecked: {
      prompt: 'The prompt could not be checked',
      input: 'The picture sent could not be checked',
      picture: 'This picture could not be checked',
    },
    unreadable: {
      prompt:
        'It is too long, or can be read in too many ways. Shorten it, or use fewer choices and variables',
      input: 'A check cannot read it. Send it smaller, as PNG or JPEG',
    },
    blurred: 'This picture is blurred',
    reason: (categories) => `Reason: ${categories}`,
    separator: ', ',
    categories: {
      sexual: 'sexual content',
      nudity: 'nudity',
      suggestive: 'suggestive content',
      'sexual-minors': 'sexualised minors',
      violence: 'violence',
      graphic: 'disturbing content',
      hate: 'hate',
      harassment: 'harassment',
      'self-harm': 'self-harm',
      drugs: 'drugs',
      'alcohol-tobacco': 'alcohol or tobacco',
      gambling: 'gambling',
      'rude-gestures': 'rude gestures',
      profanity: 'profanity',
      illegal: 'illegal acts',
      toxicity: 'toxic language',
    },
  },
  ja: {
    titles: {
      prompt: 'プロンプトは受け付けられませんでした',
      input: '送られた画像は受け付けられませんでした',
      picture: 'この画像は表示されません',
    },
    unchecked: {
      prompt: 'プロンプトを検査できませんでした',
      input: '送られた画像を検査できませんでした',
      picture: 'この画像を検査できませんでした',
    },
    unreadable: {
      prompt: '長すぎるか、読み方が多すぎます。短くするか、選択肢や変数を減らしてください',
      input: '検査がこの画像を読み取れません。小さくするか、PNG または JPEG で送ってください',
    },
    blurred: 'この画像はぼかされています',
    reason: (categories) => `理由：${categories}`,
    separator: '、',
    categories: {
      sexual: '性的な内容',
      nudity: '裸体',
      suggestive: '性的なほのめかし',
      'sexual-minors': '未成年の性的な描写',
      violence: '暴力',
      graphic: '衝撃的な内容',
      hate: '憎悪表現',
      harassment: '嫌がらせ',
      'self-harm': '自傷行為',
      drugs: '薬物',
      'alcohol-tobacco': '酒・たばこ',
      gambling: '賭博',
      'rude-gestures': '侮辱的な仕草',
      profanity: '下品な言葉',
      illegal: '違法行為',
      toxicity: '有害な言葉',
    },
  },
};

/** What was found, in words; empty where the policy does not say. */
export function categoriesOf({ categories }: Reason, language: Language): string {
  const phrases = PHRASES[language];
  return categories.map((category) => phrases.categories[category]).join(phrases.separator);
}

/** What is not shown, and why where the policy says: one or two lines. */
export function linesOf(reason: Reason, language: Language): string[] {
  const { what, unchecked } = reason;
  const phrases = PHRASES[language];
  if (unchecked) return [phrases.unchecked[what]];
  const named = categoriesOf(reason, language);
  return [phrases.titles[what], ...(named === '' ? [] : [phrases.reason(named)])];
}

/** The same as one sentence. */
export function sentenceOf(reason: Reason, language: Language): string {
  const { what, unreadable } = reason;
  const remedy = unreadable && what !== 'picture' ? [PHRASES[language].unreadable[what]] : [];
  return joined([...linesOf(reason, language), ...remedy], language);
}

/** That a picture is blurred, and why where the policy says. */
export function blurSentence(reason: Reason, language: Language): string {
  const phrases = PHRASES[language];
  const named = categoriesOf(reason, language);
  return joined([phrases.blurred, ...(named === '' ? [] : [phrases.reason(named)])], language);
}

function joined(lines: readonly string[], language: Language): string {
  return lines.join(language === 'ja' ? '。' : '. ') + (language === 'ja' ? '。' : '.');
}

/** Every character that can stand on a placeholder. */
export function alphabet(): string {
  const written = Object.values(PHRASES).flatMap(({ titles, unchecked, categories, reason, separator }) => [
    ...Object.values(titles),
    ...Object.values(unchecked),
    ...Object.values(categories),
    reason(separator),
  ]);
  return [...new Set([...written.join(''), ...'Shoji '])].sort().join('');
}
