/**
 * The parts of a dialect, for those that ship and for those that others write, and the functions by which operators
 * describe further routes and fields. A dialect is an {@link Upstream}: it reads a request by the table of its route,
 * has it screened, sends the judged body, and answers only what was screened. `dialectConformance()` of
 * `@shoji/edge-proxy/testing` proves it.
 *
 * @example
 * ```ts
 * import { automatic1111 } from '@shoji/edge-proxy';
 * import { shape } from '@shoji/edge-proxy/dialect';
 *
 * automatic1111({
 *   url: 'http://127.0.0.1:7860',
 *   allow: [{ route: 'GET /sdapi/v1/platform', answer: shape.record({ name: shape.word(100) }) }],
 *   fields: { 'face.source_images': 'picture' },
 * });
 * ```
 */

// Reading a request by the table of its route.
export { BodyError } from '../wire/body-error.ts';
export { fieldOf, isObject, type Json, type JsonObject } from '../wire/json/strict-json.ts';
export { readJson } from '../wire/read-body.ts';
export { type Form, type FormFile, readForm } from '../wire/read-form.ts';
// Calling the server, and reading its answer.
export { type ScreenedAnswer, type UnscreenedAnswer, UpstreamError } from './answers/answer.ts';
export { ownWords, type Replaced } from './answers/own-words.ts';
export type { Shape } from './answers/shape.ts';
export * as shape from './answers/shape.ts';
// The protocol: what a dialect is, and the call that it answers.
export type { BlockMode, Call, Verdict } from './call/call.ts';
export { type Asking, type HttpCall, type UpstreamClient, upstreamClient } from './client/client.ts';
export { fetchPicture, type PictureSources } from './client/fetch-picture.ts';
export type { HttpAnswer } from './client/http-answer.ts';
export { answerReader, readJsonAnswer, readPictureAnswer } from './client/read-answer.ts';
export type { Field, Fields } from './fields/field.ts';
export * as field from './fields/field.ts';
export { type FieldOptions, type OpenedRole, openFields } from './fields/open-fields.ts';
export {
  lowestGuidance,
  pictureSlots,
  type ReadFields,
  readFields,
  textSlots,
  typedFields,
  type UnknownFields,
} from './fields/read-fields.ts';
export { type RequestTexts, requestTexts } from './fields/request-texts.ts';
export { type PictureSlot, Slot, type TextSlot } from './fields/slot.ts';
// Answering the client.
export { type Reason, sentenceOf } from './placeholder/phrases.ts';
export { type InputPicture, inputPictures, refuseDirectives } from './screening/input-pictures.ts';
// Screening it, and the body that may be sent then.
export {
  moderatePictures,
  type PictureCall,
  type Settled,
  settle,
  settledPictures,
} from './screening/moderate-pictures.ts';
export { screenFields } from './screening/screen-fields.ts';
export { screenOrReplace, screenShown } from './screening/screen-picture.ts';
export { screenTexts } from './screening/screen-texts.ts';
export {
  type GivenPictures,
  mergedInto,
  type ScreenedBody,
  type ScreenedParts,
  screenedForm,
  screenedJson,
  screenedText,
} from './screening/screened-body.ts';
export { placeholderPicture, type ShownPicture } from './screening/shown-picture.ts';
export { Blocked, pictureReason, verdictField, verdictHeaders } from './screening/verdict.ts';
export { type Answer, type AnswerObject, answerJson } from './serving/answer-json.ts';
export {
  type OpenedRoute,
  type OpenedRoutes,
  openedRoutes,
  type Passed,
  passGet,
  passPost,
} from './serving/pass.ts';
export type { ClientSocket, Refusal, Route, SocketCall, SocketRoute, Upstream } from './serving/upstream.ts';
