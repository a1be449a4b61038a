import type { Failure, FailureKind } from '../client/errors.ts';

/** The text of each kind of failure. It claims only facts that the reply shows. */
export type FailureTexts = Readonly<Record<FailureKind, { readonly title: string; readonly body: string }>>;

const en: FailureTexts = {
  unreachable: {
    title: 'The proxy cannot be reached',
    body: 'Check that it is running (npm start) and that the address is right.',
  },
  'no-secure-connection': {
    title: 'No secure connection to the proxy',
    body: 'The proxy is not running, or the browser does not trust its certificate. Open its address in a tab to see which of the two.',
  },
  'mixed-content': {
    title: 'The browser blocks this connection',
    body: 'This page came over HTTPS, and the address of the proxy is HTTP. The operator has to serve the proxy over HTTPS.',
  },
  silent: {
    title: 'The proxy does not answer',
    body: 'The request was sent, but there was no response. The proxy may be blocked or still starting.',
  },
  stranger: {
    title: 'This is not a Shoji proxy',
    body: 'Another program answers at the address, or a different version of Shoji.',
  },
  gateway: {
    title: 'Another server answered for the proxy',
    body: 'A server in front of the proxy sent an error. The proxy may be stopped or restarting.',
  },
  'key-missing': { title: 'The proxy requires a key', body: 'Ask the operator of the proxy for one.' },
  'key-refused': { title: 'The key was not accepted', body: 'Enter the key that the operator gave you.' },
  'not-permitted': { title: 'This is not permitted', body: 'Ask the operator of the proxy.' },
  'too-many': { title: 'Too many requests', body: 'Wait a little before you try again.' },
  'too-large': { title: 'The request is too large', body: 'Shorten the prompt.' },
  'slow-request': {
    title: 'The request did not arrive in time',
    body: 'The connection to the proxy is slow, or it was interrupted.',
  },
  timeout: {
    title: 'It took too long',
    body: 'The picture was not ready in time. Fewer or smaller pictures are faster.',
  },
  'answer-too-large': {
    title: 'The pictures are too large to send',
    body: 'Ask for fewer or smaller ones.',
  },
  'invalid-request': {
    title: 'These settings were not accepted',
    body: 'Change them and try again.',
  },
  'image-rejected': {
    title: 'The picture to start from was refused',
    body: 'Nothing was generated. Choose another picture, or remove it.',
  },
  'check-failed': {
    title: 'The prompt could not be checked',
    body: 'A check failed, so no picture was generated. This says nothing about your prompt.',
  },
  busy: { title: 'The image model is busy', body: 'It cannot take another request at the moment.' },
  'generator-failed': {
    title: 'The image model failed',
    body: 'The prompt passed, but the model returned no picture.',
  },
  'proxy-failed': {
    title: 'The proxy had an internal error',
    body: 'If it happens again, tell the operator.',
  },
  interrupted: { title: 'The connection broke', body: 'The response was incomplete.' },
  lost: {
    title: 'The generation was stopped',
    body: 'The browser closed Shoji’s background page before the pictures were complete, which also stopped the work of the proxy.',
  },
  'no-room': {
    title: 'Not enough storage space',
    body: 'The browser could not store the pictures. Delete some in the history.',
  },
  'invalid-answer': {
    title: 'The response could not be read',
    body: 'The proxy sent something that this page does not know. It may be a different version.',
  },
};

const ja: FailureTexts = {
  unreachable: {
    title: 'プロキシに接続できません',
    body: 'プロキシが動いているか（npm start）、アドレスが正しいかを確認してください。',
  },
  'no-secure-connection': {
    title: 'プロキシに安全に接続できません',
    body: 'プロキシが動いていないか、ブラウザーがその証明書を信頼していません。アドレスをタブで開くと、どちらなのかをブラウザーが表示します。',
  },
  'mixed-content': {
    title: 'ブラウザーがこの接続をブロックしています',
    body: 'このページは HTTPS で届きましたが、プロキシのアドレスは HTTP です。運営者がプロキシを HTTPS で公開する必要があります。',
  },
  silent: {
    title: 'プロキシが応答しません',
    body: 'リクエストは送られましたが、何も返ってきません。プロキシが止まっているか、起動の途中かもしれません。',
  },
  stranger: {
    title: 'Shoji のプロキシではありません',
    body: 'このアドレスでは、別のプログラムか、別のバージョンの Shoji が応答しています。',
  },
  gateway: {
    title: '別のサーバーがプロキシの代わりに応答しました',
    body: 'プロキシの手前のサーバーがエラーを返しました。プロキシが止まっているか、再起動中かもしれません。',
  },
  'key-missing': {
    title: 'プロキシがキーを求めています',
    body: 'キーはプロキシの運営者から受け取ってください。',
  },
  'key-refused': {
    title: 'キーが受け付けられませんでした',
    body: '運営者から受け取ったキーを入力してください。',
  },
  'not-permitted': { title: '許可されていません', body: 'プロキシの運営者に確認してください。' },
  'too-many': { title: 'リクエストが多すぎます', body: '少し待ってからもう一度お試しください。' },
  'too-large': { title: 'リクエストが大きすぎます', body: 'プロンプトを短くしてください。' },
  'slow-request': {
    title: 'リクエストが時間内に届きませんでした',
    body: 'プロキシへの接続が遅いか、途中で切れました。',
  },
  timeout: {
    title: '時間がかかりすぎました',
    body: '時間内に画像が生成されませんでした。枚数を減らすかサイズを小さくすると速くなります。',
  },
  'answer-too-large': {
    title: '画像が大きすぎて送れません',
    body: '枚数を減らすか、サイズを小さくしてください。',
  },
  'invalid-request': {
    title: 'この設定は受け付けられませんでした',
    body: '設定を変えてもう一度お試しください。',
  },
  'image-rejected': {
    title: '元にする画像は受け付けられませんでした',
    body: '画像は生成されていません。別の画像を選ぶか、画像を外してください。',
  },
  'check-failed': {
    title: 'プロンプトを検査できませんでした',
    body: '検査に失敗したため、画像は生成されていません。プロンプトに問題があったわけではありません。',
  },
  busy: { title: '画像モデルが混み合っています', body: '今は新しいリクエストを受け付けられません。' },
  'generator-failed': {
    title: '画像モデルでエラーが起きました',
    body: 'プロンプトは検査を通りましたが、画像が届きませんでした。',
  },
  'proxy-failed': {
    title: 'プロキシの内部でエラーが起きました',
    body: '繰り返すときは、運営者に知らせてください。',
  },
  interrupted: { title: '接続が切れました', body: '応答が途中で終わりました。' },
  lost: {
    title: '生成が止まりました',
    body: '画像がそろう前に、ブラウザーが Shoji のバックグラウンドページを終了しました。プロキシの処理も止まっています。',
  },
  'no-room': {
    title: '保存できる容量が足りません',
    body: '画像をブラウザーに保存できませんでした。履歴から画像を削除してください。',
  },
  'invalid-answer': {
    title: '応答を読み取れませんでした',
    body: 'この画面で扱えない内容がプロキシから届きました。バージョンが違うのかもしれません。',
  },
};

/** The texts of failures in each language. */
export const FAILURES = { en, ja } as const;

/** The parts of a catalogue that the sentences about a failure need. */
interface FailureWords {
  readonly failures: FailureTexts;
  readonly failure: {
    readonly retryAfter: (seconds: number) => string;
    readonly status: (status: number) => string;
  };
}

/** The sentences about a failure: what to do, the time to wait, and the status where the proxy itself said nothing. */
export function factsOf(t: FailureWords, { kind, retryAfter, detail, status }: Failure): string[] {
  return [
    t.failures[kind].body,
    ...(retryAfter === undefined ? [] : [t.failure.retryAfter(retryAfter)]),
    ...(detail === undefined && status !== undefined ? [t.failure.status(status)] : []),
  ];
}
