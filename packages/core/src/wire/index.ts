/**
 * The wire of /v1: the schemas of its requests, answers and server-sent events, and a typed reader. The proxy writes and
 * describes its API by them, and clients read it by them.
 */
export * from './answers.ts';
export * from './events.ts';
export {
  base64,
  category,
  check,
  cost,
  finding,
  generator,
  image,
  promptVerdict,
  type WireCheck,
  type WireFinding,
  type WireImage,
  type WireWarning,
  warning,
} from './parts.ts';
export { readWire, readWireEvent, WireError } from './read.ts';
export * from './requests.ts';
