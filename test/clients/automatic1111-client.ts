import { z } from 'zod';
import { fromBase64, seen } from './support.ts';

/** The answer of txt2img and img2img. */
export const answerSchema = z.object({
  images: z.array(z.string()),
  parameters: z.looseObject({}),
  info: z.string(),
});
/** The `info` of an answer. */
export const infoSchema = z.looseObject({
  negative_prompt: z.string(),
  all_seeds: z.array(z.number()),
  infotexts: z.array(z.string()),
});

/** A call of an app that sends HTTP requests itself. */
export async function post(
  at: { readonly url: string },
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
) {
  const response = await fetch(at.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
/** A generation, with the colours of its pictures. */
export async function txt2img(at: { readonly url: string }, body: object) {
  const answer = await post(at, '/sdapi/v1/txt2img', body);
  const { images, parameters, info } = answerSchema.parse(answer.body);
  const looks = await Promise.all(images.map((image) => seen(fromBase64(image))));
  return {
    looks: looks.map(({ colour }) => colour),
    parameters,
    info: infoSchema.parse(JSON.parse(info)),
    answer,
  };
}
