/**
 * A conformance suite for dialects, for any test runner, and the parts it is made of. Node only.
 */

export { dialectConformance } from './dialect/conformance.ts';
export type { DialectSample, RouteSample } from './dialect/sample.ts';
export { ADDRESSES, ENCODINGS, leaks, spelled } from './encodings.ts';
export { BANNED, screeningEngine } from './engine.ts';
export { byColour, type Colour, coloursIn, shadesOf } from './pictures.ts';
export { type Place, placesOf, planted, stringPlaces } from './places.ts';
export { type RawAnswer, type RawRequest, send } from './raw.ts';
export { type Handler, json, type Recorded, startRecorder, type UpstreamServer } from './recorder.ts';
export { type Carrier, REQUEST_WAYS, type Way, WRITINGS } from './ways.ts';
