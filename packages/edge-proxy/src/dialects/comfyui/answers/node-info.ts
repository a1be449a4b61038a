import type { Call } from '../../../dialect-kit/call/call.ts';
import { readJsonAnswer } from '../../../dialect-kit/client/read-answer.ts';
import { screenTexts } from '../../../dialect-kit/screening/screen-texts.ts';
import { answerJson } from '../../../dialect-kit/serving/answer-json.ts';
import type { Comfy } from '../comfy.ts';
import { FAILED, NODES } from '../fields.ts';

/** `GET /object_info/{name}`: one class of nodes, whose names hold spaces and brackets. */
export async function tellNode(comfy: Comfy, call: Call): Promise<Response> {
  const { name = '' } = call.params;
  await screenTexts(call, { prompts: [], names: [name] });
  const path = `/object_info/${encodeURIComponent(name)}`;
  const got = await comfy.server.send({ method: 'GET', path }, call);
  return answerJson((await readJsonAnswer(got, FAILED)).screened(NODES));
}
