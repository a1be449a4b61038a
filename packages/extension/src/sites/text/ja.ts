import type { SiteMessages } from './messages.ts';

/** Japanese. */
export const ja: SiteMessages = {
  on: (host) => `${host} では`,
  thisSite: 'このページでは',
  features: {
    textBoxes: {
      label: 'このサイトの入力欄に下線を引く',
      hint: '入力中に、プロキシのポリシーに触れる言葉に下線を引き、別の言葉を示します。検査はブラウザーの中だけで行い、何も送りません。',
    },
    pictures: {
      label: 'このサイトの画像を、検査するまで隠す',
      hint: '画像を 1 枚ずつプロキシに送り、判定が出るまで隠します。64\u00a0ピクセル未満の画像、動画、キャンバスは隠しません。',
    },
  },
  scope: (host) => `許可は ${host} のすべてのページとポートが対象です。設定でいつでも取り消せます。`,
  declined: 'ブラウザーで許可されなかったため、オンにしていません。',
  turnedOn: (host) => `${host} でオンにしました。`,
  turnedOff: (host) => `${host} でオフにしました。`,
  noSite: 'このページでは拡張機能が働きません。ウェブサイトのページを開いてください。',
  listed: { textBoxes: '入力欄に下線', pictures: '画像を検査するまで隠す' },
  notConnected: '先に Shoji をプロキシに接続してください。ポリシーがないと、検査の基準がありません。',

  box: {
    title: 'ポリシーに触れるところ',
    open: (concerns) => `Shoji：この文章に気になるところが ${concerns} 件あります（Ctrl + .）`,
    inPlaceOf: (before, choice) => `${before} → ${choice}`,
    unread: {
      title: 'この文章は検査していません',
      open: 'Shoji：この文章は検査していません（Ctrl + .）',
      tooLong: (most) =>
        `${most.toLocaleString('ja')} 文字を超えています。Shoji が検査する文章は、その長さまでです。`,
      tooManyReadings:
        '記号の並びや入れ子の選択肢が多く、読み方が検査できる数を超えています。いくつか減らしてください。',
    },
    close: '閉じる',
  },

  picture: {
    title: '隠した画像',
    states: {
      blur: 'ポリシーにより隠しています',
      withhold: 'ポリシーにより表示しません',
      unchecked: 'この画像は検査できませんでした',
    },
    reveal: '表示する',
    again: 'もう一度試す',
    allow: 'Shoji のサイドパネルで許可する',
    close: '閉じる',
    covered: (pictures) => `隠した画像：${pictures}`,
    next: (pictures) => `Shoji：${pictures} 枚の画像を隠しています。次の画像へ`,
    gone: 'Shoji が更新または削除されました。ページを読み込み直してください。',
    unanswered: 'このフレームのサイトが分からないか、画像が大きすぎます。',
    drawing: 'ほかのサイトのベクター画像（SVG）です。Shoji が検査するのは、ピクセルでできた画像だけです。',
    hosts:
      'このサイトの画像は、Shoji がまだ読み取れないホストからも届きます。許可するまで隠したままにします。',
    allowHost: (host) => `${host} を許可する`,
  },
};
