import { randomUUID } from 'node:crypto';
import { GenerationError } from '@shoji/core';
import type { UnscreenedAnswer } from '../../../dialect-kit/answers/answer.ts';
import { record } from '../../../dialect-kit/answers/shape.ts';
import { connectSocket } from '../../../dialect-kit/client/socket.ts';
import { placeholderPicture, shownPicture } from '../../../dialect-kit/screening/shown-picture.ts';
import { pictureReason } from '../../../dialect-kit/screening/verdict.ts';
import {
  type ClientFrame,
  jsonFrame,
  pictureFrame,
  wordsFrame,
} from '../../../dialect-kit/serving/client-frame.ts';
import type { ClientSocket, SocketCall } from '../../../dialect-kit/serving/upstream.ts';
import { isObject, type Json, type JsonObject } from '../../../wire/json/strict-json.ts';
import type { Comfy } from '../comfy.ts';
import { MESSAGE_TYPE, MESSAGES } from '../fields.ts';
import type { Conversation } from '../tenants/conversations.ts';
import { tellOutput, tellText } from '../tenants/outputs.ts';
import type { Run } from '../tenants/runs.ts';
import { tenantOf } from '../tenants/tenant.ts';
import { inOwnWords, objectInOwnWords } from '../tenants/words.ts';
import { type BinaryMessage, pictureHead, readBinary, textWords } from './frames.ts';

/** Bytes that may wait for a slow client; it is disconnected beyond that, so that backpressure bounds the memory. */
const MOST_WAITING = 96_000_000;
/** WebSocket close codes: RFC 6455, section 7.4.1, and the registry it opens. */
const SERVICE_RESTART = 1012;
const TRY_AGAIN_LATER = 1013;

/**
 * One client's websocket: a separate connection to the server, under a name that no other client can use. Messages are
 * forwarded in order, each after its content was screened; unknown events are dropped.
 */
export function converse(comfy: Comfy, call: SocketCall, client: ClientSocket): void {
  const tenant = tenantOf(call.caller);
  const clientId = new URL(call.request.url).searchParams.get('clientId') || randomUUID().replaceAll('-', '');
  const sid = tenant.sid(clientId);
  const current: { prompt?: string; node?: string } = {};
  /** The server's feature flags; and whether the client has asked for them, and reads pictures with metadata. */
  let flags: JsonObject | undefined;
  const asked = { anything: false, flags: false, metadata: false };
  let newestPreview = 0;
  let waiting = 0;
  let last = Promise.resolve();

  /** Sends the result of `work` for a message of `bytes` bytes, after all earlier messages. */
  const enqueue = (bytes: number, work: () => Promise<ClientFrame | undefined>): Promise<void> => {
    waiting += bytes;
    if (waiting + client.waiting > MOST_WAITING) {
      client.close(TRY_AGAIN_LATER, 'The client reads too slowly.');
      return last;
    }
    last = last.then(async () => {
      // A message that cannot be screened is not sent.
      const frame = await work().catch((error: unknown) => {
        call.report(error);
        return undefined;
      });
      waiting -= bytes;
      if (frame && !call.signal.aborted) client.send(frame);
    });
    return last;
  };

  const runOf = async (id: unknown): Promise<Run | undefined> => {
    if (typeof id !== 'string') return undefined;
    const known = comfy.runs.of(tenant, id);
    if (known) return known;
    await comfy.runs.settled(sid);
    return comfy.runs.of(tenant, id);
  };

  const tellMessage = async (type: string, data: JsonObject): Promise<JsonObject | undefined> => {
    if (type === 'status') return { type, data: statusOf(data, clientId) };
    const run = await runOf(data.prompt_id);
    if (run === undefined) return undefined;
    if (type === 'execution_error') reportFailure(data, run, call);
    if (type !== 'executed') return { type, data: inOwnWords(data, run.words) };
    const { output = null, ...rest } = data;
    const told = await tellOutput(output, run, comfy.runs, call);
    return { type, data: { ...objectInOwnWords(rest, run.words), output: told } };
  };

  const tellBinary = async (message: BinaryMessage, preview: number, of: typeof current) => {
    if (message.kind === 'text') {
      const run = await runOf(of.prompt);
      return run && wordsFrame(textWords(ownNode(run, message.node), await tellText(message.text, call)));
    }
    const { picture, about } = message;
    const run = await runOf(about?.prompt_id ?? of.prompt);
    if (run === undefined) return undefined;
    const result = run.finals.has(String(about?.node_id ?? of.node));
    // Only the newest preview is sent.
    if (!result && (!comfy.previews || preview < newestPreview)) return undefined;
    const screened = await comfy.pictures.screen(picture, run.verdict, { ...call, evidence: run.evidence });
    const shown =
      shownPicture(screened) ??
      (await placeholderPicture(pictureReason(screened.warnings), call.language, run.size));
    const own = about && asked.metadata ? objectInOwnWords(about, run.words) : undefined;
    return pictureFrame(pictureHead(shown, own), shown);
  };

  const conversation: Conversation = {
    tell: (told) => {
      for (const each of told)
        void enqueue(0, async () => (typeof each === 'function' ? each(asked.metadata) : each));
    },
  };
  const tellFlags = () => {
    if (asked.flags && flags !== undefined)
      conversation.tell([jsonFrame({ type: 'feature_flags', data: flags })]);
  };

  const server = connectSocket(comfy.server.url, `/ws?clientId=${sid}`, comfy.server.identity(call), {
    // The metadata of a picture name its prompt.
    opened: () =>
      server.send(JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } })),
    json(unscreened, bytes) {
      const message = readMessage(unscreened);
      if (message === undefined) return undefined;
      const { type, data } = message;
      if (type === 'feature_flags') {
        flags = data;
        tellFlags();
        return undefined;
      }
      if (type === 'executing') {
        current.node = String(data.node ?? '');
        if (typeof data.prompt_id === 'string') current.prompt = data.prompt_id;
      }
      return enqueue(bytes, async () => {
        const told = await tellMessage(type, data);
        return told === undefined ? undefined : jsonFrame(told);
      });
    },
    binary(frame) {
      const message = readBinary(frame);
      if (message === undefined) return undefined;
      if (message.kind === 'picture') newestPreview++;
      const preview = newestPreview;
      const of = { ...current };
      return enqueue(frame.length, () => tellBinary(message, preview, of));
    },
    closed: (cause) => {
      if (cause)
        call.report(
          new GenerationError('generator_failed', 'The websocket of the image server failed.', { cause }),
        );
      client.close(SERVICE_RESTART, 'The image server closed the connection.');
    },
  });
  comfy.conversations.begin(sid, conversation);
  client.onText((text) => {
    // As at the server, only the first message has a meaning; no message of a client is forwarded.
    const message = asked.anything ? undefined : readFlags(text);
    asked.anything = true;
    if (message === undefined) return;
    asked.flags = true;
    asked.metadata = message.supports_preview_metadata === true;
    tellFlags();
  });
  const end = () => {
    comfy.conversations.end(sid, conversation);
    server.close();
  };
  if (call.signal.aborted) end();
  else call.signal.addEventListener('abort', end);
}

/** Why the server could not run a workflow, for the operator. Its message may quote any text of the workflow. */
function reportFailure({ exception_type, exception_message }: JsonObject, run: Run, call: SocketCall): void {
  call.account.conceal(stringsOf(run.graph));
  const cause = `${exception_type}: ${exception_message}`;
  const message = 'The image server could not run a workflow.';
  call.report(new GenerationError('generator_failed', message, { cause }));
}

function stringsOf(value: Json): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

/** The length of the queue, which the server sends to all clients, with the client's own id. */
function statusOf(data: JsonObject, clientId: string): JsonObject {
  const { status, sid } = data;
  const info = isObject(status) && isObject(status.exec_info) ? status.exec_info : {};
  const queue_remaining = typeof info.queue_remaining === 'number' ? info.queue_remaining : 0;
  return { status: { exec_info: { queue_remaining } }, ...(sid !== undefined && { sid: clientId }) };
}

function ownNode({ words }: Run, node: string): string {
  return words.added.get(node) ?? node;
}

/** A message of the server, reduced by the shape of its type; undefined for an unknown type. */
function readMessage(
  message: UnscreenedAnswer,
): { readonly type: string; readonly data: JsonObject } | undefined {
  const type = String(message.screened(MESSAGE_TYPE).fields.type);
  const shape = Object.hasOwn(MESSAGES, type) ? MESSAGES[type] : undefined;
  const data = shape && message.screened(record({ data: shape })).fields.data;
  return isObject(data) ? { type, data } : undefined;
}

/** The features that a client announces; undefined for any other message. */
function readFlags(text: string): JsonObject | undefined {
  try {
    const message: unknown = JSON.parse(text);
    if (!isObject(message) || message.type !== 'feature_flags') return undefined;
    return isObject(message.data) ? message.data : undefined;
  } catch {
    return undefined;
  }
}
