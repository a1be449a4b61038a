import { z } from 'zod';
import type { Asking, UpstreamClient } from '../../dialect-kit/client/client.ts';
import { readJsonAnswer } from '../../dialect-kit/client/read-answer.ts';
import type { Style } from './prompts.ts';
import { ERROR, STYLES } from './shapes.ts';

const stylesSchema = z.array(
  z.object({ name: z.string(), prompt: z.string().nullish(), negative_prompt: z.string().nullish() }),
);

/** The server's styles. @throws GenerationError when it cannot be reached or answers an error. */
export async function stylesOf(server: UpstreamClient, call: Asking): Promise<Style[]> {
  const got = await server.send({ method: 'GET', path: '/sdapi/v1/prompt-styles' }, call);
  const { value } = (await readJsonAnswer(got, ERROR)).screened(STYLES);
  return stylesSchema.parse(value).map(({ name, prompt, negative_prompt }) => ({
    name,
    prompt: prompt ?? '',
    negativePrompt: negative_prompt ?? '',
  }));
}
