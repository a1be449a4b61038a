import type { SiteMessages } from './messages.ts';

/** Japanese. */
export const ja: SiteMessages = {
  on: (host) => `${host} では`,
  thisSite: 'このページでは',
  features: {
    textBoxes: {
      label: 'このサイトの入力欄に下線を引く',
      hint: 'プロキシのポリシーに触れる言葉に、入力中に下線を引き、言い換えを示します。検査はブラウザーの中だけで行い、何も送りません。',
    },
  },
  scope: (host) => `許可は ${host} のすべてのページとポートが対象です。設定でいつでも取り消せます。`,
  declined: 'ブラウザーで許可されなかったため、オンにしていません。',
  turnedOn: (host) => `${host} でオンにしました。`,
  turnedOff: (host) => `${host} でオフにしました。`,
  noSite: 'このページでは拡張機能が働きません。ウェブサイトのページを開いてください。',
  listed: { textBoxes: '入力欄に下線' },
  notConnected: '先に Shoji をプロキシに接続してください。ポリシーがないと、検査の基準がありません。',

  box: {
    title: 'ポリシーに触れるところ',
    open: (concerns) => `Shoji：この文章に気になるところが ${concerns} 件あります（Ctrl + .）`,
    inPlaceOf: (before, choice) => `${before} → ${choice}`,
    close: '閉じる',
  },
};
