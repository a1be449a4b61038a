import type { UnscreenedAnswer } from '../../dialect-kit/answers/answer.ts';
import type { Call } from '../../dialect-kit/call/call.ts';
import type { UpstreamClient } from '../../dialect-kit/client/client.ts';
import { readJsonAnswer } from '../../dialect-kit/client/read-answer.ts';
import { readFields, textSlots } from '../../dialect-kit/fields/read-fields.ts';
import { requestTexts } from '../../dialect-kit/fields/request-texts.ts';
import { screenShown } from '../../dialect-kit/screening/screen-picture.ts';
import { screenTexts } from '../../dialect-kit/screening/screen-texts.ts';
import { screenedJson } from '../../dialect-kit/screening/screened-body.ts';
import type { ShownPicture } from '../../dialect-kit/screening/shown-picture.ts';
import { answerJson } from '../../dialect-kit/serving/answer-json.ts';
import { passPost } from '../../dialect-kit/serving/pass.ts';
import type { Route } from '../../dialect-kit/serving/upstream.ts';
import { fieldOf } from '../../wire/json/strict-json.ts';
import { knownQuery } from '../../wire/path.ts';
import { readJson } from '../../wire/read-body.ts';
import { PROGRESS as PROGRESS_FIELDS } from './fields.ts';
import type { RunningTask, RunningTasks } from './running.ts';
import { DONE, ERROR, PROGRESS as PROGRESS_ANSWER, TASK_PROGRESS } from './shapes.ts';

const PROGRESS = '/sdapi/v1/progress';

/** The server's answer while it is idle. Clients also get it while the server works for another client. */
const IDLE = {
  progress: 0,
  eta_relative: 0,
  state: {
    skipped: false,
    interrupted: false,
    stopping_generation: false,
    job: '',
    job_count: 0,
    job_timestamp: '0',
    job_no: 0,
    sampling_step: 0,
    sampling_steps: 0,
  },
  current_image: null,
  textinfo: null,
};

/** The web UI's answer for an unknown task. */
const UNKNOWN = {
  active: false,
  queued: false,
  completed: false,
  progress: null,
  eta: null,
  live_preview: null,
  id_live_preview: -1,
  textinfo: 'Waiting...',
};

/** `GET /sdapi/v1/progress`: the progress of the client's own generation. The preview is screened like any picture. */
export function progress(server: UpstreamClient, running: RunningTasks): Route {
  return {
    method: 'GET',
    path: PROGRESS,
    answer: async (call) => {
      const query = knownQuery(call.request.url, ['skip_current_image']);
      const { answer, current } = await askProgress(server, call, query);
      const task = running.current(call.caller, current);
      if (task === undefined) return answerJson(IDLE);
      const shown = await previewOf(answer, 'current_image', task, call);
      const told = current === undefined ? {} : { current_task: task.named };
      const { current_task: _, ...rest } = answer.screened(PROGRESS_ANSWER).fields;
      return answerJson({ ...rest, ...told, current_image: shown ?? null });
    },
  };
}

/** `POST /internal/progress`: the progress of the task that a client named, as the web UI's page requests it. */
export function internalProgress(server: UpstreamClient, running: RunningTasks): Route {
  const path = '/internal/progress';
  return {
    method: 'POST',
    path,
    answer: async (call) => {
      const read = readFields(await readJson(call.request, call.maxBodyBytes), PROGRESS_FIELDS);
      const [id] = textSlots(read, 'name');
      const task = id && running.named(call.caller, id.value);
      if (task === undefined) return answerJson(UNKNOWN);
      const prompt = await screenTexts(call, { prompts: [], names: requestTexts(read).names });
      const body = screenedJson(read, { prompt }, { id_task: task.id });
      const got = await server.send({ method: 'POST', path, body }, call);
      const answer = await readJsonAnswer(got, ERROR);
      const shown = await previewOf(answer, 'live_preview', task, call);
      return answerJson({ ...answer.screened(TASK_PROGRESS).fields, live_preview: shown?.dataUri ?? null });
    },
  };
}

/** A command to the running generation, forwarded only if that is the client's own. */
export function stop(server: UpstreamClient, running: RunningTasks, path: string): Route {
  const handOn = passPost(server, { path, answer: DONE, errors: ERROR });
  return {
    ...handOn,
    answer: async (call) => {
      if (running.hasOthers(call.caller)) {
        const { current } = await askProgress(server, call, '?skip_current_image=true');
        if (running.current(call.caller, current) === undefined) return answerJson({});
      }
      return handOn.answer(call);
    },
  };
}

async function askProgress(server: UpstreamClient, call: Call, query: string) {
  const target = { method: 'GET', path: PROGRESS + query } as const;
  const answer = await readJsonAnswer(await server.send(target, call), ERROR);
  const { current_task } = answer.screened(PROGRESS_ANSWER).fields;
  return { answer, current: typeof current_task === 'string' ? current_task : undefined };
}

async function previewOf(
  answer: UnscreenedAnswer,
  key: string,
  { verdict, evidence }: RunningTask,
  call: Call,
): Promise<ShownPicture | undefined> {
  const [image] = answer.pictures((value) => {
    const picture = fieldOf(value, key);
    return typeof picture === 'string' && picture !== '' ? [picture] : [];
  });
  return image && verdict ? screenShown(image, verdict, { ...call, evidence }) : undefined;
}
