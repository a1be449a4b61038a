import type { SurfaceMessages } from './messages.ts';

const date = new Intl.DateTimeFormat('ja', { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat('ja-JP', { dateStyle: 'full' });

/** Japanese. */
export const ja: SurfaceMessages = {
  openPanel: 'ページの横に開く',
  openOptions: '設定',
  thisSite: 'このサイトで',

  chooseInPanel: {
    open: 'サイドバーで画像を選ぶ',
    why: 'Firefox では、ファイルを選ぶ画面が開くとこのポップアップが閉じます。サイドバーは開いたままです。入力した内容は引き継がれます。',
  },

  setup: {
    found: {
      title: (origin) => `${origin} でプロキシが動いています`,
      body: '「接続」を押すと、アクセスを許可するかをブラウザーが一度だけ尋ねます。',
    },
    permission: {
      title: 'プロキシに接続する',
      body: (origin) =>
        `設定のアドレスは ${origin} です。アクセスを許可するかをブラウザーが一度だけ尋ねます。`,
    },
    waiting: {
      title: (origin) => `${origin} のプロキシからまだ応答がありません`,
      body: '待っています。',
    },
    failed: {
      unreachable: {
        title: (origin) => `${origin} にプロキシが見つかりません`,
        body: 'Shoji のフォルダーで「npm start」を実行して起動し、もう一度お試しください。',
      },
      stranger: {
        title: (origin) => `${origin} では別のプログラムが応答しています`,
        body: 'Shoji のプロキシではないか、バージョンが違います。',
      },
    },
    connect: '接続',
    asks: {
      chromium: (host) =>
        `ブラウザーは「${host} 上にある自分のデータの読み取りと変更」を Shoji に許可するかを尋ねます。「許可」を押してください。`,
      firefox: (host) =>
        `Firefox は「${host} の保存されたデータへのアクセス」を Shoji に許可するかを尋ねます。「許可」を押してください。`,
    },
    scope: (host, origin) =>
      `ブラウザーの許可はホスト単位なので、${host} のすべてのポートが対象です。Shoji が接続するのは ${origin} だけです。許可は設定で取り消せます。`,
    unanswered: 'アクセスが許可されませんでした。「接続」を押すと、ブラウザーがもう一度尋ねます。',
    declined: '拡張機能の接続が許可されませんでした。',
    again: 'もう一度試す',
    otherAddress: '別のアドレス',
  },

  tabs: { label: '画面', create: '生成', history: '履歴' },
  history: {
    title: '履歴',
    search: 'プロンプトを検索',
    none: 'まだ何もありません',
    noneHint:
      '生成した画像と受け付けられなかったプロンプトは、このコンピューターの中にだけ保存され、ここに並びます。',
    first: '画像を生成',
    notFound: (words) => `「${words}」を含むプロンプトはありません。`,
    found: (n) => `${n} 件`,
    when: (milliseconds) => date.format(milliseconds),
    refused: '受け付けられませんでした',
    starred: 'お気に入り',
    noneStarred: 'お気に入りはまだありません。画像の星を押すとここに入り、履歴の上限を超えても残ります。',
    day: (milliseconds) => day.format(milliseconds),
    use: 'もう一度使う',
    remove: '削除',
    removeHint: 'この回の画像をすべて削除します。',
    removed: '削除しました。',
    removeAll: 'すべて削除',
    reallyAll: (n) => `${n} 件を画像ごと削除しますか？元に戻せません。`,
    keep: '削除しない',
    exportAll: '書き出す',
    exportHint: 'プロンプトと設定、表示どおりの画像を ZIP ファイルにまとめます。',
    more: '古いものを表示',
  },

  check: {
    title: '検査した画像',
    from: (host) => `${host} の画像`,
    fromPage: 'ページに埋め込まれた画像',
    checking: '画像を検査しています。',
    permission: (host) =>
      `${host} の画像を Shoji が読むには、あなたの許可が必要です。画像はお使いのプロキシにだけ送られます。`,
    allow: '許可して検査',
    close: '閉じる',
    decisions: {
      clear: 'そのまま表示される画像です',
      blur: 'ぼかして表示される画像です',
      withhold: '表示されない画像です',
      unchecked: '検査できませんでした',
    },
    found: (label, by) => `${label}（${by}）`,
    waitingFor: {
      site: 'サイトからまだ応答がありません。待っています。',
      proxy: 'プロキシからまだ応答がありません。待っています。',
    },
    troubles: {
      'page-only': () =>
        'この画像はページの中だけにあり、拡張機能はブラウザーの制限で読めません。画像を別のタブで開くか、保存して「shoji check-image」で検査してください。',
      drawing: () => 'これはベクター画像（SVG）です。Shoji が検査するのは、ピクセルでできた画像だけです。',
      'web-page': () => '画像のアドレスにあるのは、画像ではなくウェブページです。',
      broken: () => '画像のデータが壊れていて、読み取れません。',
      'too-large': () => '画像が、プロキシの受け付ける大きさを超えています。',
      'site-refuses': (status) =>
        `サイトがこの画像を送りませんでした（HTTP ステータス ${status ?? 403}）。ログインした人だけが見られる画像かもしれません。`,
      gone: (status) => `画像はもうこのアドレスにありません（HTTP ステータス ${status ?? 404}）。`,
      'site-failed': (status) => `サイトがエラーを返しました（HTTP ステータス ${status ?? 500}）。`,
      'site-unreachable': () => '画像のサイトに接続できません。',
      'site-silent': () => '画像のサイトから応答がありませんでした。',
    },
    failures: {
      'invalid-request': '形式または大きさが対応しておらず、プロキシがこの画像を読めません。',
      'too-large': '画像が、プロキシの受け付ける大きさを超えています。',
      timeout: '時間がかかりすぎました。時間をおいてお試しください。',
      silent: 'プロキシから時間内に応答がありませんでした。まだ処理中かもしれません。',
      'check-failed': '検査に失敗しました。画像に問題があったわけではありません。',
      busy: 'プロキシが混み合っています。時間をおいてお試しください。',
    },
  },

  sites: {
    title: 'Shoji が読めるサイト',
    hint: 'アクセスを許可したサイトです。許可はホストのすべてのポートに及びます。Shoji が接続するのは、お使いのプロキシと、検査する画像だけです。',
    none: 'ありません。',
    proxy: (origin) => `プロキシのホスト（Shoji が接続するのは ${origin} だけ）`,
    pictures: '検査した画像のサイト、または以前のプロキシ',
    takeBack: '取り消す',
    takeBackFrom: (host) => `${host} への許可を取り消す`,
    taken: (host) => `Shoji は ${host} を読めなくなりました。`,
    kept: (host) =>
      `${host} への許可はブラウザーが保持しています。ブラウザーの拡張機能のページで取り消してください。`,
  },

  options: {
    title: '設定',
    proxy: 'プロキシ',
    address: 'アドレス',
    addressHint: 'お使いの Shoji プロキシのアドレスです。プロンプトはここにだけ送られます。',
    addressInvalid: 'アドレスの形式が正しくありません。例：http://127.0.0.1:8787',
    connect: '接続',
    connected: (policy) => `接続しました。ポリシー：${policy}`,
    key: 'キー',
    keyHint: '運営者から受け取った場合だけ入力します。アドレスには含めず、ヘッダーで送ります。',
    remember: 'キーを保存する',
    rememberHint: '保存しない場合は、ブラウザーを閉じると消えます。',
    look: '言語と外観',
    shortcut: 'キーボードショートカット',
    shortcutIs: (keys) => `${keys} で Shoji を開きます。`,
    noShortcut: 'ショートカットは設定されていません。ほかの拡張機能が同じキーを使っている可能性があります。',
    changeShortcut: 'ショートカットを変更',
    changeShortcutByHand:
      'ここからブラウザーの設定を開けません。about:addons の歯車メニューから「拡張機能のショートカットキーの管理」を開いてください。',
    defaults: '入力欄の初期値',
    defaultsHint: '画像を生成する前に、毎回変えられます。',
    stricter: 'もっとぼかす',
    stricterHint: '運営者のポリシーに加える、あなたの設定です。ぼかしを増やせますが、減らせません。',
    everything: '自分でぼかしを外すまで、すべての画像をぼかす',
    neverReveal: 'ぼかしを外せないようにする',
    categories: '次のものが写っている可能性があればぼかす',
    categoriesHint: '検査の確信度が低くてもぼかします。',
    notices: '画像ができたとき',
    notify: '通知を表示する',
    notifyHint:
      'Shoji を開いていないときだけ通知します。通知を許可するかを、ブラウザーが尋ねます。プロンプトは通知に含まれません。',
    notifyRefused: '通知が許可されませんでした。',
  },
};
