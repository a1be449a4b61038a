import { decodeRgb } from '@shoji/pixels';
import { loadNsfwJudge } from '../image/nsfw-judge.ts';
import { pictureSchema } from './picture.ts';
import { serveModel } from './serve-model.ts';

// The process of the image moderator. Each part is an encoded image.
serveModel(async () => {
  const { judge } = await loadNsfwJudge();
  return async (part) => judge(await decodeRgb(pictureSchema.parse(part)));
});
