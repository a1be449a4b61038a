/** Ways to pass something by the dialects that must not compile; see leaks.ts. */
import type { EncodedImage, ScreenedImage, ScreenedPrompt, UnscreenedImage } from '@shoji/core';
import { pictureFrame } from '../../packages/edge-proxy/src/dialects/client-frame.ts';
import type { ShownPicture } from '../../packages/edge-proxy/src/dialects/shown-picture.ts';
import { shownPicture } from '../../packages/edge-proxy/src/dialects/shown-picture.ts';
import type { ClientSocket } from '../../packages/edge-proxy/src/dialects/upstream.ts';
import type { UnscreenedAnswer } from '../../packages/edge-proxy/src/providers/http/answer.ts';
import type { HttpClient } from '../../packages/edge-proxy/src/providers/http/client.ts';
import {
  givenPicture,
  type ScreenedBody,
  screenedText,
} from '../../packages/edge-proxy/src/providers/http/screened-body.ts';

export function upstream(
  client: HttpClient,
  prompt: ScreenedPrompt,
  blurred: ScreenedImage,
  signal: AbortSignal,
): unknown[] {
  const call = { method: 'POST', path: '/v1/images/generations' } as const;
  // @ts-expect-error A raw body cannot be sent.
  const raw = client.send({ ...call, body: '{"prompt":"a dog"}' }, signal);
  // @ts-expect-error What looks like a screened body is none: only screening makes it.
  const forged: ScreenedBody = { contentType: 'application/json', bytes: new Uint8Array() };
  // @ts-expect-error A prompt that was not screened makes no body.
  const unscreened = screenedText('a dog', 'text/plain');
  // @ts-expect-error A model is given clear pictures only.
  const given = givenPicture(blurred, 'picture');
  return [
    raw,
    forged,
    unscreened,
    given,
    client.send({ ...call, body: screenedText(prompt, 'text/plain') }, signal),
  ];
}

export function client(
  unscreened: UnscreenedImage,
  encoded: EncodedImage,
  answer: UnscreenedAnswer,
): unknown[] {
  // @ts-expect-error An answer is given only what was screened.
  const shown = shownPicture(unscreened);
  // @ts-expect-error What was only encoded is not screened.
  const forged: ShownPicture = { image: encoded, base64: '', dataUri: '' };
  // @ts-expect-error Nothing of an upstream's answer comes out as it is.
  const value = answer.value;
  return [shown, forged, value];
}

export function socket(client: ClientSocket, unscreened: UnscreenedImage, shown: ShownPicture): void {
  // @ts-expect-error A frame is made of what was screened: not of a text,
  client.send('{"type":"executed"}');
  // @ts-expect-error nor of bytes,
  client.send(new Uint8Array());
  // @ts-expect-error nor of what only looks like one,
  client.send({ data: 'a dog' });
  // @ts-expect-error nor of a picture that nobody judged.
  client.send(pictureFrame([1, 2], unscreened));
  client.send(pictureFrame([1, 2], shown));
}
