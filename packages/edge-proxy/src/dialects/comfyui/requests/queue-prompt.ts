import { randomUUID } from 'node:crypto';
import { GenerationError, type Warning } from '@shoji/core';
import { RequestEvidence } from '@shoji/core/screen';
import { HALF_CATEGORIES, NO_PROMPT } from '@shoji/core/vocabulary';
import { z } from 'zod';
import { UpstreamError } from '../../../dialect-kit/answers/answer.ts';
import type { Call, Verdict } from '../../../dialect-kit/call/call.ts';
import { readJsonAnswer } from '../../../dialect-kit/client/read-answer.ts';
import { sentenceOf } from '../../../dialect-kit/placeholder/phrases.ts';
import { withDropped } from '../../../dialect-kit/screening/moderate-pictures.ts';
import { screenInput, screenInputs } from '../../../dialect-kit/screening/screen-picture.ts';
import { judgeTexts, type ScreenedTexts } from '../../../dialect-kit/screening/screen-texts.ts';
import { commandJson, type GivenPictures } from '../../../dialect-kit/screening/screened-body.ts';
import { Blocked, verdictField, verdictHeaders } from '../../../dialect-kit/screening/verdict.ts';
import { answerJson } from '../../../dialect-kit/serving/answer-json.ts';
import { withReason } from '../../../wire/answer-body.ts';
import { BodyError } from '../../../wire/body-error.ts';
import { withExact } from '../../../wire/json/exact-integers.ts';
import type { Json } from '../../../wire/json/strict-json.ts';
import { readExactJson } from '../../../wire/read-body.ts';
import { reasonPhrase } from '../../../wire/reason-phrase.ts';
import { interruptAt } from '../answers/queue.ts';
import type { Comfy } from '../comfy.ts';
import { QUEUED } from '../fields.ts';
import { fetchFile } from '../files/fetch-file.ts';
import { type GraphDenial, WorkflowError, workflowErrorBody } from '../graph/index.ts';
import { pretend } from '../refused/pretend.ts';
import { kindOf, type Refused } from '../refused/story.ts';
import type { Run } from '../tenants/runs.ts';
import { type Tenant, tenantOf } from '../tenants/tenant.ts';
import { inOwnWords } from '../tenants/words.ts';
import { type Ask, readAsk, readSent, type Sent, tenantWords } from './ask.ts';

const answerSchema = z.object({ prompt_id: z.string(), number: z.number() });

/** `POST /prompt`: screens a workflow and queues it, or shows its client the reason for a refusal. */
export async function queuePrompt(comfy: Comfy, call: Call): Promise<Response> {
  const tenant = tenantOf(call.caller);
  const sent = readSent(await readExactJson(call.request, call.maxBodyBytes));
  const { promptId } = sent;
  if (promptId !== undefined && !comfy.runs.take(promptId))
    throw new BodyError(400, 'A prompt with this prompt_id exists already.');
  try {
    const queued = queue(comfy, call, tenant, sent);
    return await comfy.runs.queueing(tenant.sid(sent.clientId ?? ''), queued);
  } catch (error) {
    if (promptId !== undefined) comfy.runs.giveBack(promptId);
    throw error;
  }
}

async function queue(comfy: Comfy, call: Call, tenant: Tenant, sent: Sent): Promise<Response> {
  const objectInfo = await comfy.objectInfo(call);
  const { allowedNodes, fields } = comfy;
  const ask = readOrRefuse(() =>
    readAsk(sent, { tenant, policy: call.engine.policy, allowedNodes, fields, objectInfo }),
  );
  if (ask instanceof Response) return ask;
  if (ask.kind === 'denied') return deny(comfy, call, tenant, sent, ask);
  try {
    const texts = await judgeTexts(call, ask.texts);
    await screenLoaded(comfy, call, tenant, ask);
    const pictures = await screenInputs(ask.inputs, call);
    return await send(comfy, call, tenant, sent, ask, texts, pictures);
  } catch (error) {
    if (!(error instanceof Blocked) || comfy.mode === 'error') throw error;
    const { reason, verdict } = error;
    const culprit = ask.reading.positive[0] ?? ask.reading.otherTexts[0] ?? ask.reading.outputs[0];
    const refused: Refused = {
      message: sentenceOf(reason, call.language),
      kind: kindOf(reason, call.language),
      nodeId: culprit?.nodeId ?? '',
      classType: culprit?.classType ?? '',
      ...(comfy.mode === 'placeholder' && {
        pictures: { reason, language: call.language, outputs: ask.reading.outputs, count: ask.shape.count },
      }),
    };
    return refuseRun(comfy, newRun(comfy, tenant, sent, ask), refused, verdict);
  }
}

/** A workflow that ComfyUI itself would refuse gets ComfyUI's own error. */
function readOrRefuse<Value>(read: () => Value): Value | Response {
  try {
    return read();
  } catch (error) {
    if (error instanceof WorkflowError) return answerJson(workflowErrorBody(error), { status: 400 });
    throw error;
  }
}

/** Refuses a workflow with a node whose texts cannot be read: not unsafe, but not known to be safe. */
function deny(comfy: Comfy, call: Call, tenant: Tenant, sent: Sent, denial: GraphDenial): Response {
  const { nodeId, classType, message } = denial;
  const verdict: Verdict = {
    id: call.id,
    decision: 'rejected',
    prompt: 'reject',
    images: [],
    warnings: [{ code: 'node_denied', message }],
  };
  const error = new WorkflowError('node_denied', message, message, { nodeId, classType });
  if (comfy.mode === 'error')
    return withReason(
      answerJson(
        { ...workflowErrorBody(error), shoji: verdictField(verdict) },
        { status: 400, headers: verdictHeaders(verdict) },
      ),
      reasonPhrase(message),
    );
  const refused = { message, kind: 'NodeDenied', nodeId, classType };
  return refuseRun(comfy, newRun(comfy, tenant, sent), refused, verdict);
}

function refuseRun(comfy: Comfy, run: Run, refused: Refused, verdict: Verdict): Response {
  comfy.runs.add(run);
  pretend(comfy, run, refused);
  return queued(run, {}, verdict);
}

function newRun(
  comfy: Comfy,
  tenant: Tenant,
  sent: Sent,
  ask?: Ask,
  { verdict, evidence }: Pick<Run, 'verdict' | 'evidence'> = {
    verdict: NO_PROMPT,
    evidence: new RequestEvidence(),
  },
): Run {
  const { clientId } = sent;
  const finals = ask?.reading.outputs.filter(({ kind }) => kind === 'websocket' || kind === 'other') ?? [];
  return {
    id: sent.promptId ?? randomUUID(),
    tenant,
    clientId,
    graph: withExact(sent.graph, sent.exact),
    extra: sent.extra,
    words: ask?.words ?? { replaced: tenantWords(tenant, clientId), operators: '', added: new Map() },
    verdict,
    evidence,
    finals: new Set(finals.map(({ nodeId }) => nodeId)),
    size: ask?.shape.size ?? { width: 512, height: 512 },
    created: Date.now(),
    number: comfy.runs.nextNumber(),
  };
}

/**
 * Judges the pictures that a workflow loads, before a model gets them: those that the server made, and, where it depends on
 * the texts whether they may be loaded, also uploaded ones, which were judged alone.
 */
async function screenLoaded(comfy: Comfy, call: Call, tenant: Tenant, ask: Ask): Promise<void> {
  const uploaded = (await countBesideTexts(call)) ? ask.uploaded : [];
  await Promise.all(
    [...ask.made, ...uploaded].map(async ({ mask, file, place }) => {
      const found = await fetchFile(comfy, call, tenant, file);
      if (found?.place !== place) throw new BodyError(400, `There is no picture ${file.filename}.`);
      await screenInput({ image: found.picture.image, mask: mask && 'alpha' }, call);
    }),
  );
}

/** Whether the same picture may be allowed beside some texts and not beside others. */
async function countBesideTexts({ engine, evidence }: Call): Promise<boolean> {
  const { texts } = await evidence.known();
  return (
    engine.moderators.some(({ covers }) => HALF_CATEGORIES.some((half) => covers.includes(half))) ||
    texts.some(({ category }) => category === 'minor' || category === 'real-person')
  );
}

async function send(
  comfy: Comfy,
  call: Call,
  tenant: Tenant,
  sent: Sent,
  ask: Ask,
  { prompt, verdict, told: explained }: ScreenedTexts,
  pictures: GivenPictures,
): Promise<Response> {
  const { server, runs } = comfy;
  const run = newRun(comfy, tenant, sent, ask, { verdict, evidence: call.evidence });
  const own = { client_id: tenant.sid(sent.clientId ?? ''), prompt_id: run.id, extra_data: {} };
  const body = ask.body(prompt, own, pictures);
  // Registered before it is sent: its first events may arrive before the answer.
  runs.add(run);
  try {
    const target = { method: 'POST', path: '/prompt', body } as const;
    const answer = await readJsonAnswer(await server.send(target, call), QUEUED);
    const { fields } = answer.screened(QUEUED);
    const { prompt_id, number } = answerSchema.parse(fields);
    const known: Run = { ...run, id: prompt_id, number };
    // Servers from before 2025 choose the id themselves.
    if (prompt_id !== run.id) runs.forget(run);
    runs.add(known);
    const errors = fields.node_errors ?? {};
    const told = { id: call.id, decision: 'clear', prompt: verdict.decision, images: [] } as const;
    const warnings = ask.powerless ? [...explained.warnings, POWERLESS] : explained.warnings;
    const settled = withDropped({ ...told, warnings }, ask.dropped);
    return queued(known, inOwnWords(errors, known.words), settled);
  } catch (error) {
    if (call.signal.aborted) void takeBack(comfy, call, run).catch(() => {});
    else runs.forget(run);
    if (error instanceof UpstreamError) throw error.told((told) => inOwnWords(told, run.words));
    if (error instanceof z.ZodError)
      throw new GenerationError('answer_unusable', 'The image server did not say what it queued.', {
        cause: error,
      });
    throw error;
  }
}

const POWERLESS: Warning = {
  code: 'negative_prompt_powerless',
  message: 'A sampler of this workflow ignores the negative prompt.',
};

/** Removes the prompt of a client that disconnected while it was being queued, or stops it. */
async function takeBack(comfy: Comfy, call: Call, run: Run): Promise<void> {
  const { signal } = new AbortController();
  const own = { ...call, signal };
  const target = { method: 'POST', path: '/queue' } as const;
  try {
    await comfy.server.send({ ...target, body: commandJson({ delete: [run.id] }) }, own);
    await interruptAt(comfy, own, [run.id]);
  } finally {
    // Only a known prompt is the tenant's own, and can be stopped.
    comfy.runs.forget(run);
  }
}

function queued({ id, number }: Run, node_errors: Json, verdict: Verdict): Response {
  const body = { prompt_id: id, number, node_errors, shoji: verdictField(verdict) };
  return answerJson(body, { headers: { ...verdictHeaders(verdict), 'Cache-Control': 'no-store' } });
}
