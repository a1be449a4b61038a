import { type Finding, smallPromptClassifier } from '@shoji/core';

const classifier = smallPromptClassifier();
const never = new AbortController().signal;

/** What the small classifier sees in a prompt; nothing where it cannot read the language. */
export async function classify(prompt: string): Promise<readonly Finding[]> {
  return (await classifier.classify(prompt, { signal: never })).findings;
}
