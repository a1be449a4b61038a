/** Ways to pass something by the dialects that must not compile; see leaks.ts. */
import type { EncodedImage, ScreenedImage, ScreenedPrompt, UnscreenedImage } from '@shoji/core';
import type {
  ScreenedAnswer,
  UnscreenedAnswer,
} from '../../packages/edge-proxy/src/dialect-kit/answers/answer.ts';
import type { Asking, UpstreamClient } from '../../packages/edge-proxy/src/dialect-kit/client/client.ts';
import type { HttpAnswer } from '../../packages/edge-proxy/src/dialect-kit/client/http-answer.ts';
import type { Slotted } from '../../packages/edge-proxy/src/dialect-kit/fields/slot.ts';
import {
  givenPicture,
  type ScreenedBody,
  screenedJson,
  screenedText,
} from '../../packages/edge-proxy/src/dialect-kit/screening/screened-body.ts';
import type { ShownPicture } from '../../packages/edge-proxy/src/dialect-kit/screening/shown-picture.ts';
import { shownPicture } from '../../packages/edge-proxy/src/dialect-kit/screening/shown-picture.ts';
import { answerJson } from '../../packages/edge-proxy/src/dialect-kit/serving/answer-json.ts';
import { jsonFrame, pictureFrame } from '../../packages/edge-proxy/src/dialect-kit/serving/client-frame.ts';
import type { ClientSocket } from '../../packages/edge-proxy/src/dialect-kit/serving/upstream.ts';

export function upstream(
  server: UpstreamClient,
  prompt: ScreenedPrompt,
  blurred: ScreenedImage,
  asking: Asking,
): unknown[] {
  const call = { method: 'POST', path: '/v1/images/generations' } as const;
  // @ts-expect-error A raw body cannot be sent.
  const raw = server.send({ ...call, body: '{"prompt":"a dog"}' }, asking);
  // @ts-expect-error A value with the shape of a screened body is not one: only screening makes it.
  const forged: ScreenedBody = { contentType: 'application/json', bytes: new Uint8Array() };
  // @ts-expect-error A prompt that was not screened makes no body.
  const unscreened = screenedText('a dog', 'text/plain');
  // @ts-expect-error A string is not a part of a body: a table makes a slot of each, or drops it.
  const typed: Slotted = { image_url: 'https://example.com/a.png' };
  // @ts-expect-error Nor is a body made of JSON that no table has read.
  const unread = screenedJson({ tree: { prompt: 'a dog' }, keys: [] }, { prompt });
  // @ts-expect-error A model is given clear pictures only.
  const given = givenPicture(blurred, 'picture');
  return [
    raw,
    forged,
    unscreened,
    typed,
    unread,
    given,
    server.send({ ...call, body: screenedText(prompt, 'text/plain') }, asking),
  ];
}

export function client(
  unscreened: UnscreenedImage,
  encoded: EncodedImage,
  http: HttpAnswer,
  answer: UnscreenedAnswer,
  screened: ScreenedAnswer,
): unknown[] {
  // @ts-expect-error An answer is given only what was screened.
  const shown = shownPicture(unscreened);
  // @ts-expect-error An encoded picture is not a screened one.
  const forged: ShownPicture = { image: encoded, base64: '', dataUri: '' };
  // @ts-expect-error Nothing of an upstream's answer is passed on unread:
  const value = answer.value;
  // @ts-expect-error no JSON of it is an answer,
  const handed = answerJson(answer);
  // @ts-expect-error nor a part of one,
  const inside = answerJson({ info: answer });
  // @ts-expect-error nor a message of a websocket.
  const told = jsonFrame({ data: answer });
  // @ts-expect-error An object with the form of a screened answer is not one: only a shape makes it.
  const made: ScreenedAnswer = { value: {}, fields: {}, json: '{}' };
  // @ts-expect-error The body of an answer is private,
  const bytes = http.bytes();
  // @ts-expect-error and so are its headers.
  const type = http.header('content-type');
  // @ts-expect-error No response is made of one.
  const response = new Response(http);
  return [shown, forged, value, handed, inside, told, made, bytes, type, response, answerJson(screened)];
}

export function socket(client: ClientSocket, unscreened: UnscreenedImage, shown: ShownPicture): void {
  // @ts-expect-error A frame is made of screened values: not of a text,
  client.send('{"type":"executed"}');
  // @ts-expect-error nor of bytes,
  client.send(new Uint8Array());
  // @ts-expect-error nor of an object with the form of one,
  client.send({ data: 'a dog' });
  // @ts-expect-error nor of an unjudged picture.
  client.send(pictureFrame([1, 2], unscreened));
  client.send(pictureFrame([1, 2], shown));
}
