import type { Phrases } from './phrases.ts';

export const names: Phrases['names'] = {
  sexual: '性的な内容',
  nudity: '裸',
  suggestive: '性的な連想をさせる内容',
  'sexual-minors': '未成年者の性的な描写',
  minor: '未成年者',
  'real-person': '実在の人物',
  face: '顔',
  violence: '暴力',
  graphic: '残酷・不快な内容',
  hate: 'ヘイト表現',
  harassment: '嫌がらせ',
  'self-harm': '自傷行為',
  drugs: '薬物',
  'alcohol-tobacco': '酒・たばこ',
  gambling: '賭博',
  'rude-gestures': '下品なしぐさ',
  profanity: '汚い言葉',
  illegal: '違法行為',
  blocked: 'ブロック対象',
  toxicity: '有害な言葉',
};

export const promptReasons: Phrases['promptReasons'] = {
  sexual: 'プロンプトが性的な内容を求めている可能性があります。',
  nudity: 'プロンプトが裸を求めている可能性があります。',
  suggestive: 'プロンプトに性的な連想をさせる表現があります。',
  'sexual-minors': 'プロンプトが未成年者を性的に扱っています。',
  minor: 'プロンプトに18歳未満の人物が登場します。',
  'real-person': 'プロンプトが実在の人物を性的・侮辱的に扱っています。',
  face: 'プロンプトに顔の描写があります。',
  violence: 'プロンプトが暴力を描写しています。',
  graphic: 'プロンプトに残酷な描写や不快な描写があります。',
  hate: 'プロンプトが特定の人々を攻撃しているか、ヘイトの象徴を使っています。',
  harassment: 'プロンプトに侮辱や脅しがあります。',
  'self-harm': 'プロンプトが自傷行為を描写しています。',
  drugs: 'プロンプトに薬物の描写があります。',
  'alcohol-tobacco': 'プロンプトに酒やたばこの描写があります。',
  gambling: 'プロンプトに賭博の描写があります。',
  'rude-gestures': 'プロンプトが下品なしぐさを求めています。',
  profanity: 'プロンプトに汚い言葉が含まれています。',
  illegal: 'プロンプトが違法行為を描写しています。',
  blocked: 'ブロック対象のプロンプトです。',
  toxicity: 'プロンプトが有害と判定されました。この検査では詳しい理由までは分かりません。',
};

export const imageReasons: Phrases['imageReasons'] = {
  sexual: '性的な内容が写っている可能性があります。',
  nudity: '裸が写っている可能性があります。',
  suggestive: '性的な連想をさせる画像の可能性があります。',
  'sexual-minors': '未成年者を性的に扱っている可能性があります。',
  minor: '18歳未満の人物が写っている可能性があります。',
  'real-person': '実在の人物を性的に扱っている可能性があります。',
  face: '顔が写っています。',
  violence: '暴力が写っている可能性があります。',
  graphic: '残酷な画像や不快な画像の可能性があります。',
  hate: 'ヘイトの象徴が写っている可能性があります。',
  harassment: '誰かをはずかしめる画像の可能性があります。',
  'self-harm': '自傷行為が写っている可能性があります。',
  drugs: '薬物が写っている可能性があります。',
  'alcohol-tobacco': '酒やたばこが写っている可能性があります。',
  gambling: '賭博が写っている可能性があります。',
  'rude-gestures': '下品なしぐさが写っている可能性があります。',
  profanity: '汚い言葉が写っている可能性があります。',
  illegal: '違法行為が写っている可能性があります。',
  blocked: 'ブロック対象の画像です。',
  toxicity: '画像が有害と判定されました。この検査では詳しい理由までは分かりません。',
};

export const hints: Phrases['hints'] = {
  sexual: '性的な表現を使わずに、服装やしぐさ、雰囲気で人物を描写してください。',
  nudity: '人物が何を着ているかを書いてください。',
  suggestive: '「上品な」「自信に満ちた」「おしゃれな」などの言葉なら、含みなく人物を描写できます。',
  'sexual-minors': '別の題材を選んでください。',
  minor: '成人を題材にしてください。',
  'real-person': '別の題材を選んでください。',
  face: '別の題材を選んでください。',
  violence: '行為そのものではなく、その前後の場面や表情の緊張感を描いてください。',
  graphic: 'けがや遺体を避け、雰囲気や影、天候で緊迫感を出してください。',
  hate: 'おとしめる言葉や象徴を使わずに人物を描写してください。',
  harassment: '侮辱や脅しを使わずに人物を描写してください。',
  'self-harm':
    '悲しみや希望は、姿勢や光、場所で表せます。もしご自身のことなら、信頼できる人に話してみてください。',
  drugs: '薬物を除いて、場所や人物を描写してください。',
  'alcohol-tobacco': 'お茶やコーヒー、ジュースに置き換えてみてください。',
  gambling: '金品を賭けない遊びに変えてみてください。',
  'rude-gestures': '気持ちは表情で表してみてください。',
  profanity: '汚い言葉を除いてください。なくても画像は変わりません。',
  illegal: '行為そのものを除いて、場面を描写してください。',
  blocked: '別の題材を選んでください。',
  toxicity: '中立的で、様子を述べる言葉を使ってください。',
};

export const warnings: Phrases['warnings'] = {
  prompt_rejected: () => 'ポリシーにより、このプロンプトは受け付けられません。',
  prompt_warned: ({ image }) =>
    image === undefined
      ? 'ポリシーで受け付けられない内容に近いプロンプトです。'
      : 'プロンプトに注意が付いたため、ぼかしています。',
  check_failed: ({ check }) => `検査${inBrackets(check)}に失敗したため、検査していないものは表示しません。`,
  check_failed_open: ({ check }) =>
    `検査${inBrackets(check)}に失敗しました。運営者の設定により、十分に検査されないまま通されています。`,
  check_skipped: ({ check }) =>
    `検査${inBrackets(check)}は、言語などの理由でこのプロンプトを読み取れず、検査していません。`,
  negative_prompt_powerless: () =>
    'ガイダンススケールが 1 以下のため、ネガティブプロンプトは効いていません。',
  negative_prompt_unsupported: () =>
    'このモデルはネガティブプロンプトに対応していないため、使われませんでした。',
  negative_prompt_truncated: () => 'ネガティブプロンプトがモデルの上限を超えたため、末尾を省きました。',
  sample_generator: () => 'イラストを組み合わせたサンプル画像です。画像モデルが生成したものではありません。',
  animation_sampled: ({ frames }) =>
    `アニメーションが長いため、検査した${frames ? ` ${frames.kept}/${frames.of} ` : ''}フレームだけを表示しています。`,
  regenerate_stopped: () => 'もう一度生成しようとして失敗したため、その前の画像です。',
};

function inBrackets(check: string | undefined): string {
  return check === undefined ? '' : `（${check}）`;
}
