import { type Finding, smallPromptClassifier } from '@shoji/core';

const classifier = smallPromptClassifier();
const never = new AbortController().signal;

/** Findings of the small classifier; none for a language that it cannot read. */
export async function classify(prompt: string): Promise<readonly Finding[]> {
  return (await classifier.classify(prompt, { signal: never })).findings;
}
