import { ja as phrases } from '@shoji/core/phrases';
import { failures } from './failures/ja.ts';
import type { Messages } from './messages.ts';

const number = new Intl.NumberFormat('ja', { maximumSignificantDigits: 3 });

/** Japanese. */
export const ja: Messages = {
  tagline: 'あなたと画像モデルのあいだに立つ障子',
  interfaceLanguage: '言語',
  theme: '外観',
  themes: { system: 'システムに合わせる', light: 'ライト', dark: 'ダーク' },

  form: {
    title: '生成する画像',
    prompt: 'プロンプト',
    promptPlaceholder: 'どんな画像を生成しますか？',
    left: (n) => `あと約 ${n.toLocaleString('ja')} 文字入力できます。`,
    tooLong: (n) =>
      `${n.toLocaleString('ja')} 文字多すぎます。切り捨てはしません。短くしてから送ってください。`,
    replaced: '入力していた文章が置き換わりました。',
    started:
      '元にする画像に入れました。プロンプトはそのままです。画像はモデルに渡る前に、もう一度検査されます。',
    undo: '元に戻す',
    varied: (seed) =>
      `この画像の設定を、シード ${seed} とともに入力欄に入れました。言葉を変えると、1 枚目はこの画像に近い構図になります。変えなければ同じ画像になります。`,
    promptMissing: '生成したい画像を言葉で書いてください。',
    negative: 'ネガティブプロンプト',
    negativeHint: '画像に入れたくないものを書きます。',
    presets: 'ネガティブプロンプトに追加',
    presetNames: { flaws: '画質の乱れ', anatomy: '体の崩れ', lettering: '文字・透かし', photo: '写真らしく' },
    keepPreset: 'プリセットに保存',
    forgetPreset: (text) => `プリセット「${text}」を削除`,
    model: 'モデル',
    sampler: 'サンプラー',
    scheduler: 'スケジューラー',
    lora: 'LoRA（追加モデル）',
    loraFind: (n) => `${n.toLocaleString('ja')} 個から追加：名前の一部を入力`,
    loraAdd: '追加',
    loraAdded: (name) => `${name} を追加しました。`,
    loraRemove: (name) => `${name} を外す`,
    loraRemoved: (name) => `${name} を外しました。`,
    loraMatches: (n) =>
      n === 0
        ? 'この名前の LoRA は画像サーバーにありません。'
        : `${n.toLocaleString('ja')} 個の名前に当てはまります。続きを入力するか、候補から選んでください。`,
    loraGone: '現在の画像サーバーにはありません。使わずに生成します。',
    image: '元にする画像',
    chooseImage: 'ファイルを選ぶ',
    imageHint: '出来上がった画像と同じように、モデルに渡る前に検査されます。',
    imageAlt: '元にする画像',
    imageStrength: '変化の大きさ',
    imageWithoutStrength: 'どれだけ変えるかはモデルが決めます。変えたいところをプロンプトに書いてください。',
    removeImage: '画像を外す',
    imageUnreadable: 'このファイルは画像として読み取れません。',
    serversChoice: 'サーバーの既定値',
    notOffered: '現在の画像サーバーにはありません。代わりに既定値を使います。',
    size: 'サイズ',
    sizes: { square: '正方形', portrait: '縦長', landscape: '横長', large: '大' },
    dimensions: (width, height) => `${width} × ${height} px`,
    count: '枚数',
    seed: 'シード',
    seedHint: 'シードと設定が同じなら、同じ画像になります。空欄なら毎回変わります。',
    seedPlaceholder: '毎回変える',
    seedInvalid: 'シードは 0 から 4294967295 までの整数です。',
    randomise: 'シードをランダムに選ぶ',
    advanced: '詳細設定',
    settings: 'サイズ・枚数など',
    steps: 'ステップ数',
    guidance: 'ガイダンススケール',
    guidancePowerless: '1 以下では、ネガティブプロンプトは効きません。',
    generate: '画像を生成',
    cancel: '中止',
    edit: '編集',
    shortcut: (key) => `プロンプト欄で ${key} + Enter を押すと生成します`,
  },

  empty: {
    title: '生成したい画像を書いてください',
    body: 'プロンプトはモデルに渡る前に、画像はあなたに届く前に、すべて検査されます。結果は「表示」「ぼかし」「非表示」のいずれかで、必ず理由が付きます。',
    try: '例',
    examples: ['朝刊を読む、スーツ姿の犬', '雨上がりの静かな寺の庭', '夕暮れの崖に立つ灯台、水彩画'],
  },

  stages: { screening: 'プロンプトの検査', generating: '画像の生成', checking: '画像の検査' },
  status: {
    waiting: 'プロキシからまだ応答がありません。待っています。',
    screening: 'プロンプトを検査しています。',
    generating: (n) => `画像を ${n} 枚生成しています。`,
    checking: (done, n) => `画像を検査しています。${n} 枚中 ${done} 枚が終わりました。`,
    regenerating: (attempt) => `検査を通らない画像があったため、もう一度生成しています（${attempt} 回目）。`,
    done: (clear, blurred, withheld, unchecked) =>
      `完了しました。${[
        clear > 0 ? `表示 ${clear} 枚` : '',
        blurred > 0 ? `ぼかし ${blurred} 枚` : '',
        withheld > 0 ? `非表示 ${withheld} 枚` : '',
        unchecked > 0 ? `検査できなかったもの ${unchecked} 枚` : '',
      ]
        .filter(Boolean)
        .join('、')}。`,
    refused: 'プロンプトは受け付けられませんでした。画像は生成されていません。',
    cancelled: '中止しました。',
  },
  elapsed: (seconds) => `${seconds} 秒`,
  percent: (fraction) => `${Math.round(fraction * 100)} %`,

  results: {
    title: '画像',
    forPrompt: 'プロンプト：',
    regenerate: '別のシードでもう一度',
    cancelled: '中止しました。接続を閉じたので、プロキシの処理も止まっています。',
    warned: 'このプロンプトは、注意つきで受け付けられました。',
    matched: (words) => `該当した言葉：${words.map((word) => `「${word}」`).join('')}`,
  },

  image: {
    name: (position) => `画像 ${position}`,
    action: (action, position) => `${action}、画像 ${position}`,
    alt: (position, prompt) => `画像 ${position}：${prompt}`,
    blurredAlt: (position) => `画像 ${position}（ぼかし）`,
    decisions: { clear: '表示', blur: 'ぼかし', withhold: '非表示' },
    because: {
      prompt_warned: 'プロンプトのため',
      covered_by_you: 'ご自身の設定',
      no_image: '届きませんでした',
    },
    joined: (reasons) => reasons.join('、'),
    uncovered: 'ぼかしを外して表示中',
    unchecked: '検査できませんでした',
    uncheckedBody: '検査に失敗したため、この画像は表示しません。問題が見つかったわけではありません。',
    withheldBody: 'この画像は表示されません。画像のデータも送られていません。',
    lost: 'この画像について、矛盾する結果がプロキシから届いたため、表示しません。',
    waiting: '生成中',
    remaking: 'もう一度生成中',
    reveal: 'ぼかしを外す',
    notRevealable: 'ぼかしを外すことは、運営者の設定で許可されていません。',
    notKept: 'ぼかす前の画像は保存されていません。',
    download: '保存',
    downloadWithSettings: '設定つきで保存',
    downloadWithSettingsHint: 'プロンプト、ネガティブプロンプト、シード、設定も含む PNG を保存します。',
    downloadFailed: '保存できませんでした',
    copy: 'コピー',
    copied: 'コピーしました',
    copyFailed: 'コピーできませんでした',
    gone: 'ぼかす前の画像は、ブラウザーを閉じたときに削除されました。',
    vary: 'アレンジ',
    varyHint: 'この画像の設定をすべて、シードとともに入力欄に入れます。構図を保ったまま言葉を変えられます。',
    start: 'この画像から始める',
    startHint: 'この画像を「元にする画像」に入れます。モデルに渡る前に、もう一度検査されます。',
    startFailed: '読み取れませんでした',
    favourite: 'お気に入り',
    seed: (seed) => `シード ${seed}`,
    frames: (kept, of) => `${kept}/${of} フレーム`,
    seenBy: (check, score) => `${check}、${Math.round(score * 100)} %`,
  },

  lightbox: {
    title: '画像の拡大表示',
    at: (position, all) => `${all} 枚中 ${position} 枚目`,
    previous: '前の画像',
    next: '次の画像',
    close: '閉じる',
    compare: '比較',
    compareHint: 'この画像を残したまま、ほかの画像を横に並べます。',
    refused: '受け付けられませんでした',
    comma: '、',
  },

  gap: '',
  quoted: (words) => words.map((word) => `「${word}」`).join(''),
  lint: {
    word: { warn: 'があると注意が付きます。', reject: 'があると受け付けられません。' },
    instead: '言い換え：',
    leaveOut: '取り除く',
    use: (word, before) => `「${before}」を「${word}」に言い換える`,
    leaveOutWord: (before) => `「${before}」を取り除く`,
    whole: {
      warn: '全体として注意が付くかもしれません。',
      reject: '全体として受け付けられないかもしれません。',
    },
  },

  refusal: {
    title: 'このプロンプトは受け付けられませんでした',
    body: '画像は生成されていません。プロンプトは入力欄に残っています。書き直してもう一度お試しください。',
    reasons: '理由',
    rewording: '書き直しのヒント',
    unexplained: '運営者の設定により、これ以上の理由は表示されません。',
    edit: 'プロンプトを書き直す',
  },

  failures,
  failure: {
    kept: 'プロンプトと設定はそのまま残っています。',
    retry: 'もう一度試す',
    retryAfter: (seconds) => `${seconds}\u00a0秒後にもう一度お試しください。`,
    serverSays: 'プロキシからのメッセージ：',
    status: (status) => `プロキシの応答の HTTP ステータスは ${status} です。`,
    key: 'キー',
    keyHints: {
      window: 'このウィンドウを閉じるまで保持し、プロキシにだけ送ります。',
      browser: 'ブラウザーを閉じるまで保持し、プロキシにだけ送ります。',
      disk: '設定に従ってこのコンピューターに保存し、プロキシにだけ送ります。',
    },
    useKey: 'このキーを使う',
  },

  facts: {
    title: '所要時間と詳細',
    attempts: '試行回数',
    seeds: 'シード',
    generator: '生成器',
    loras: (loras) => loras.map(({ name, weight }) => `${name}（${weight}）`).join('、'),
    stages: {
      rules: 'プロンプトのルール',
      classify: 'プロンプトの分類器',
      generate: '画像の生成',
      moderate: '画像の検査',
      total: '合計',
    },
    duration: (ms) => (ms < 1000 ? `${number.format(ms)} ミリ秒` : `${number.format(ms / 1000)} 秒`),
    cost: '費用の目安',
    dollars: (usd) => `${usd.toFixed(usd < 0.01 && usd > 0 ? 5 : 3)} 米ドル`,
    checks: '検査',
    check: (check, on, outcome, duration) =>
      `${check}（${on === 'prompt' ? 'プロンプト' : '画像'}）：${outcome}、${duration}`,
    outcomes: { passed: '問題なし', flagged: '該当あり', failed: '検査できず', skipped: '読み取れず' },
  },

  policy: {
    name: (name) => `ポリシー：${name}`,
    sample: 'サンプル画像',
    sampleBody: '画像モデルに接続されていません。言葉に合うイラストを組み合わせた画像です。',
    uncovered: 'どの検査も対象にしていないもの',
    uncoveredUnknown: '検査の対象外のものがあるかどうかを、プロキシは知らせていません。',
    uncoveredIn: (side, categories) =>
      `${side === 'prompt' ? 'プロンプト' : '画像'}：${categories.join('、')}`,
  },

  offers: {
    title: 'このコンピューターの画像サーバー',
    use: (name) => `${name} で生成する`,
    used: (name) => `${name} で生成しています`,
    back: 'プロキシの生成器に戻す',
  },

  phrases,
  ownWarnings: {
    covered_by_you: () => 'ご自身の設定によりぼかしました。',
    no_image: () => '画像モデルから、この分の画像が届きませんでした。',
  },
};
