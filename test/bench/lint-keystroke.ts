// Microseconds that the lint takes for a keystroke at the end of a prompt, and the classifier once typing pauses.
import { presets } from '@shoji/core';
import { classify } from '../../packages/extension/src/lint/classifier.ts';
import { lint } from '../../packages/extension/src/lint/surface-lint.ts';

const TEXTS = {
  en: 'A sexy woman in a red coat walks through the rain past a row of lanterns, cinematic light, 35mm. ',
  ja: '赤いコートを着たセクシーな女性が、雨の中、提灯の並ぶ道を歩いている。映画のような光、三十五ミリ。',
};
const KEYSTROKES = 400;
const policy = { thresholds: presets.standard.prompt, namesWords: true, checks: ['rules', 'small'] };

for (const [language, text] of Object.entries(TEXTS)) {
  for (const length of [100, 500, 2000]) {
    const prompt = text.repeat(Math.ceil(length / text.length)).slice(0, length);
    const keystroke = await measure((key) => void lint.words(prompt.slice(0, -1) + key, policy));
    const pause = await measure((key) => classify(prompt.slice(0, -1) + key));
    console.log(
      `${language} ${String(length).padStart(4)} characters: ${told(keystroke)} a keystroke; classifier ${told(pause)}`,
    );
  }
}

/** Sorted microseconds of every run after as many to warm up. */
async function measure(run: (key: string) => unknown): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < KEYSTROKES * 2; at++) {
    const key = String.fromCharCode(97 + (at % 26));
    const start = performance.now();
    await run(key);
    if (at >= KEYSTROKES) times.push((performance.now() - start) * 1000);
  }
  return times.sort((a, b) => a - b);
}

function told(times: readonly number[]): string {
  const at = (share: number) => Math.round(times[Math.floor(times.length * share)] ?? 0);
  return `median ${at(0.5)} µs, 99 % within ${at(0.99)} µs`;
}
