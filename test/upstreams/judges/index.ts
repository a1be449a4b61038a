import { azureAnalysis } from './azure.ts';
import { policyVerdict, saying } from './chat.ts';
import { openaiModerationAnswer } from './openai.ts';
import { answering, startJudge } from './server.ts';

export { type Answer, empty, malformed, raw, reset, silence, truncated } from '../aws/index.ts';
export * from './azure.ts';
export * from './chat.ts';
export * from './openai.ts';
export * from './server.ts';

/** Every service that `@shoji/judges` asks, each finding nothing. */
export async function startJudges() {
  return {
    openai: await startJudge((response, body) => {
      const [{ type }] = JSON.parse(body).input;
      answering(openaiModerationAnswer(type === 'text' ? 'text' : 'image'))(response, body);
    }),
    azure: await startJudge(answering(azureAnalysis())),
    policyModel: await startJudge(policyVerdict([])),
    llamaGuard: await startJudge(saying('\n\nsafe')),
    shieldGemma: await startJudge(saying('No', { finish: 'length' })),
    graniteGuardian: await startJudge(saying('<think>\n</think>\n<score> no </score>')),
  };
}
