import { randomUUID } from 'node:crypto';
import { answerBody } from '../../wire/answer-body.ts';
import type { Json } from '../../wire/json/strict-json.ts';
import { isScreenedAnswer, type ScreenedAnswer } from '../answers/answer.ts';
import { isShownPicture, type ShownPicture } from '../screening/shown-picture.ts';

/** JSON of an answer; a picture in it is written as base64. */
export type Answer = Json | ScreenedAnswer | ShownPicture | readonly Answer[] | AnswerObject;
export type AnswerObject = { readonly [key: string]: Answer };

/** Marks the place of a picture until it is put in. It is random and never sent, so no server can write it. */
const MARK = randomUUID();

/** An answer as JSON text. Pictures are inserted unchanged: JSON escapes no letter of base64. */
export function writeJson(answer: Answer): string {
  if (isScreenedAnswer(answer)) return answer.json;
  const pictures: ShownPicture[] = [];
  const text = JSON.stringify(answer, (_, value: unknown) => {
    if (isScreenedAnswer(value)) return value.value;
    if (!isShownPicture(value)) return value;
    pictures.push(value);
    return MARK;
  });
  const [first = '', ...others] = text.split(MARK);
  return first + others.map((part, index) => `${pictures[index]?.base64 ?? ''}${part}`).join('');
}

/** Answers with JSON. */
export function answerJson(
  answer: Answer,
  { status = 200, headers = {} }: { status?: number; headers?: Readonly<Record<string, string>> } = {},
): Response {
  return answerBody(writeJson(answer), {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
  });
}
