import { openaiModerationAnswer } from './openai.ts';
import { answering, startJudge } from './server.ts';

export { type Answer, empty, malformed, raw, reset, silence, truncated } from '../aws/index.ts';
export * from './openai.ts';
export * from './server.ts';

/** Every service that `@shoji/judges` asks, each finding nothing. */
export async function startJudges() {
  return {
    openai: await startJudge((response, body) => {
      const [{ type }] = JSON.parse(body).input;
      answering(openaiModerationAnswer(type === 'text' ? 'text' : 'image'))(response, body);
    }),
  };
}
