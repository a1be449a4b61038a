export { type SharpCodecOptions, sharpCodec } from './codec.ts';
export { readComments } from './comments.ts';
export { decodeRgb } from './decode.ts';
export { encodeRgb } from './encode.ts';
export { DEFAULT_JUDGE_SIZE, type JudgeSize } from './judged.ts';
export { greyAsAlpha, joinAlpha, maskAsGrey, splitAlpha } from './mask.ts';
export { encodeUnder, rasterise } from './rasterise.ts';
export type { RgbPixels } from './rgb.ts';
