import { expect, it } from 'vitest';
import { jsonFrame } from '../../../dialect-kit/serving/client-frame.ts';
import { Conversations, type Told } from './conversations.ts';

it('sends to the newest client under an id', () => {
  const conversations = new Conversations();
  const heard: [string, readonly Told[]][] = [];
  const listener = (name: string) => ({ tell: (told: readonly Told[]) => void heard.push([name, told]) });
  const [old, young] = [listener('old'), listener('young')];
  const told = [jsonFrame({ a: 1 })];
  expect(conversations.tell('a', told)).toBe(false);
  conversations.begin('a', old);
  conversations.begin('a', young);
  expect([conversations.tell('a', told), conversations.tell('b', told)]).toEqual([true, false]);
  // The older one ends only its conversation.
  conversations.end('a', old);
  expect(conversations.tell('a', told)).toBe(true);
  conversations.end('a', young);
  expect(conversations.tell('a', told)).toBe(false);
  expect(heard).toEqual([
    ['young', told],
    ['young', told],
  ]);
});
