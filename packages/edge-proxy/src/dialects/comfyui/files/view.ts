import type { PromptVerdict } from '@shoji/core';
import { RequestEvidence } from '@shoji/core/screen';
import { NO_PROMPT } from '@shoji/core/vocabulary';
import type { Call, Verdict } from '../../../dialect-kit/call/call.ts';
import { type Reason, sentenceOf } from '../../../dialect-kit/placeholder/phrases.ts';
import {
  placeholderPicture,
  type ShownPicture,
  shownPicture,
} from '../../../dialect-kit/screening/shown-picture.ts';
import { pictureReason, verdictField, verdictHeaders } from '../../../dialect-kit/screening/verdict.ts';
import { answerJson } from '../../../dialect-kit/serving/answer-json.ts';
import { answerBody } from '../../../wire/answer-body.ts';
import { BodyError } from '../../../wire/body-error.ts';
import type { Comfy } from '../comfy.ts';
import { plainFile } from '../tenants/file-names.ts';
import { type Tenant, tenantOf } from '../tenants/tenant.ts';
import { fetchFile } from './fetch-file.ts';

const PARAMETERS = ['filename', 'subfolder', 'type', 'channel'];
const CHANNELS = ['rgb', 'a', 'rgba'] as const;

/**
 * `GET /view`: a picture as the policy allows it. It is the whole picture, whichever format or preview was requested; a
 * withheld one is a placeholder, or an error where the operator chose so.
 */
export async function viewPicture(comfy: Comfy, call: Call): Promise<Response> {
  const tenant = tenantOf(call.caller);
  const query = readQuery(call.request.url);
  const file = plainFile(query.filename, query.subfolder, query.type);
  const known = comfy.runs.file(file, tenant);
  if (known?.run.reason) {
    const { reason, size } = known.run;
    const verdict: Verdict = {
      id: call.id,
      decision: 'rejected',
      prompt: 'reject',
      images: [],
      warnings: [],
    };
    return answer(await placeholderPicture(reason, call.language, size), file.filename, verdict);
  }
  const found = await fetchFile(comfy, call, tenant, file, query.channel);
  if (found === undefined) return answerBody(null, { status: 404 });
  const prompt = found.run?.verdict ?? (file.type === 'input' ? NO_PROMPT : strictest(comfy, tenant));
  const evidence =
    found.run?.evidence ?? (file.type === 'input' ? call.evidence : await anyOf(comfy, tenant));
  const screened = await comfy.pictures.screen(found.picture, prompt, { ...call, evidence });
  const { decision } = screened;
  const verdict: Verdict = {
    id: call.id,
    decision,
    prompt: prompt.decision,
    images: [decision],
    warnings: screened.warnings,
  };
  const shown = shownPicture(screened);
  if (shown) return answer(shown, file.filename, verdict);
  const reason = pictureReason(screened.warnings);
  if (comfy.mode === 'error') return withheld(reason, call, verdict);
  const size = found.run?.size ?? { width: 512, height: 512 };
  return answer(await placeholderPicture(reason, call.language, size), file.filename, verdict);
}

/** The strictest verdict of all of the tenant's prompts, for a file that any of them may have made. */
function strictest(comfy: Comfy, tenant: Tenant): PromptVerdict {
  const verdicts = comfy.runs.all(tenant).map(({ verdict }) => verdict);
  return verdicts.find(({ decision }) => decision === 'warn') ?? NO_PROMPT;
}

/** The evidence for such a file. */
function anyOf(comfy: Comfy, tenant: Tenant): Promise<RequestEvidence> {
  return RequestEvidence.ofAny(comfy.runs.all(tenant).map(({ evidence }) => evidence));
}

function answer({ image }: ShownPicture, filename: string, verdict: Verdict): Response {
  return answerBody(image.bytes, {
    headers: {
      ...verdictHeaders(verdict),
      'Content-Type': image.mediaType,
      'Content-Disposition': `filename="${filename.replace(/[^\x20-\x7e]|["\\]/g, '_')}"`,
      'Cache-Control': 'no-store',
    },
  });
}

function withheld(reason: Reason, { language }: Call, verdict: Verdict): Response {
  const message = sentenceOf(reason, language);
  const body = {
    error: { type: 'moderation_blocked', message, details: message, extra_info: {} },
    shoji: verdictField(verdict),
  };
  return answerJson(body, {
    status: 403,
    headers: { ...verdictHeaders(verdict), 'Cache-Control': 'no-store' },
  });
}

/** @throws BodyError */
function readQuery(url: string) {
  const { searchParams } = new URL(url);
  for (const name of PARAMETERS) {
    if (searchParams.getAll(name).length > 1)
      throw new BodyError(400, `${name} is given twice; servers differ in which value they use.`);
  }
  const channel = searchParams.get('channel') ?? undefined;
  return {
    filename: searchParams.get('filename') ?? '',
    subfolder: searchParams.get('subfolder') ?? '',
    type: searchParams.get('type') ?? 'output',
    channel: CHANNELS.find((each) => each === channel),
  };
}
