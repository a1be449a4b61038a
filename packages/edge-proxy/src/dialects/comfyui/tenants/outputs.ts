import { RequestEvidence } from '@shoji/core/screen';
import { isPromptWithinLimit } from '@shoji/core/text';
import type { Call } from '../../../dialect-kit/call/call.ts';
import { sentenceOf } from '../../../dialect-kit/placeholder/phrases.ts';
import { PROMPT_LIMIT } from '../../../dialect-kit/screening/moderate-pictures.ts';
import { judgeTexts } from '../../../dialect-kit/screening/screen-texts.ts';
import { Blocked } from '../../../dialect-kit/screening/verdict.ts';
import { isObject, type Json, type JsonObject } from '../../../wire/json/strict-json.ts';
import { type FileName, isTenants, ownSubfolder } from './file-names.ts';
import type { Run, Runs } from './runs.ts';
import { inOwnWords, objectInOwnWords } from './words.ts';

type Screening = Pick<Call, 'engine' | 'id' | 'signal' | 'account' | 'language'>;

/** The output of one node for its client: files with the client's own names, texts only if the policy allows them. */
export async function tellOutput(output: Json, run: Run, runs: Runs, call: Screening): Promise<Json> {
  const words = (value: Json) => tellTexts(inOwnWords(value, run.words), call);
  if (!isObject(output)) return words(output);
  const told: Record<string, Json> = {};
  for (const [key, items] of Object.entries(output)) {
    if (!Array.isArray(items)) told[key] = await words(items);
    else {
      const each = items.map((item) => {
        const file = readFile(item);
        return file ? tellFile(file, run, runs) : words(item);
      });
      told[key] = (await Promise.all(each)).filter((item) => item !== undefined);
    }
  }
  return told;
}

/** The outputs of all nodes for their client, by node. */
export async function tellOutputs(outputs: Json, run: Run, runs: Runs, call: Screening): Promise<JsonObject> {
  if (!isObject(outputs)) return {};
  const told = await Promise.all(
    Object.entries(outputs).map(async ([node, output]) => [node, await tellOutput(output, run, runs, call)]),
  );
  return objectInOwnWords(Object.fromEntries(told), { ...run.words, replaced: [], operators: '' });
}

const TOO_LONG = { what: 'prompt', unchecked: true, categories: [] } as const;

/** A text that the server made, or, if the policy refuses it or no check can read it, the reason in its place. */
export async function tellText(text: string, call: Screening): Promise<string> {
  if (text.trim() === '') return text;
  if (!isPromptWithinLimit(text, PROMPT_LIMIT)) return sentenceOf(TOO_LONG, call.language);
  try {
    // Words that a server makes, such as a description, are no evidence about the pictures of a run.
    const evidence = new RequestEvidence();
    await judgeTexts({ ...call, evidence }, { prompts: [text], names: [] });
    return text;
  } catch (error) {
    // No advice to shorten the text: the reader of the answer did not write it.
    if (error instanceof Blocked) return sentenceOf({ ...error.reason, unreadable: false }, call.language);
    throw error;
  }
}

async function tellTexts(value: Json, call: Screening): Promise<Json> {
  if (typeof value === 'string') return tellText(value, call);
  if (Array.isArray(value)) return Promise.all(value.map((each) => tellTexts(each, call)));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(
    async ([key, each]) => [await tellText(key, call), await tellTexts(each, call)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

interface Made {
  readonly file: FileName;
  /** Further properties of a file: its numbers, and the format of a video. */
  readonly beside: JsonObject;
}

function readFile(item: Json): Made | undefined {
  if (!isObject(item)) return undefined;
  const { filename, subfolder = '', type = 'output', ...rest } = item;
  if (typeof filename !== 'string' || typeof subfolder !== 'string') return undefined;
  if (type !== 'output' && type !== 'temp' && type !== 'input') return undefined;
  const beside = Object.entries(rest).filter(
    ([key, value]) =>
      typeof value === 'number' || (key === 'format' && /^[\w/.+-]{1,40}$/.test(String(value))),
  );
  return { file: { filename, subfolder, type }, beside: Object.fromEntries(beside) };
}

/** Undefined for a file in another tenant's folder. */
function tellFile({ file, beside }: Made, run: Run, runs: Runs): JsonObject | undefined {
  const subfolder = ownSubfolder(run.tenant, file.subfolder) ?? file.subfolder;
  if (isTenants(subfolder)) return undefined;
  const own = { ...file, subfolder };
  runs.made(own, run, file.subfolder);
  return { ...own, ...beside };
}
