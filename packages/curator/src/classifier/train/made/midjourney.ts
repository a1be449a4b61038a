import type { LabelledPrompt } from '../../labelled.ts';

const SOURCE = 'made: midjourney';
/** How many prompts also get a version in the style of Midjourney prompts. */
const COUNT = 3600;
/** Share of them that is unsafe. */
const UNSAFE = 0.4;

const CAMERAS =
  'shot on Kodak Portra 400|shot on Fujifilm X-T4|Hasselblad medium format|Leica M11, 35mm|Canon EOS R5, 85mm f/1.4|' +
  'Cinestill 800T|anamorphic lens|Polaroid|IMAX still|GoPro footage|drone shot|tilt-shift|macro lens|CCTV footage|disposable camera';
const LIGHTS =
  'golden hour|blue hour|volumetric light|rim light|soft window light|neon glow|overcast|harsh flash|chiaroscuro|' +
  'backlit|candlelight|studio strobe|moonlight|hyperreal|photorealistic|cinematic|editorial|moody|ultra detailed|8k';
const RATIOS = '16:9|3:2|2:3|4:5|9:16|1:1|21:9|7:4|5:4';
const PARAMETERS =
  '--v 5.2|--v 6|--v 6.1|--v 7|--style raw|--stylize 250|--s 750|--s 50|--chaos 15|--c 30|--q 2|--niji 6|--niji 5|--seed 4242|' +
  '--no text|--no watermark, text|--tile|--weird 300|--iw 1.5|--raw|--p|--fast|--turbo';

/** Prompts in the style of Midjourney: a command, camera and film words, weights and parameters. */
export function midjourneyPrompts(
  prompts: readonly LabelledPrompt[],
  random: () => number,
): LabelledPrompt[] {
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const either = (text: string): string => pick(text.split('|')) ?? '';
  const [unsafe, safe] = [true, false].map((kind) => prompts.filter((prompt) => prompt.unsafe === kind));
  return Array.from({ length: COUNT }, () => pick((random() < UNSAFE ? unsafe : safe) ?? [])).flatMap(
    (prompt) => {
      if (!prompt) return [];
      const bare = prompt.text.replace(/[.\s]+$/, '');
      const parts = [bare];
      if (random() < 0.5) parts.push(either(CAMERAS));
      while (random() < 0.45) parts.push(either(LIGHTS));
      if (random() < 0.15) parts.reverse();
      const weighted =
        random() < 0.12
          ? parts.map((part) => `${part}::${1 + Math.floor(random() * 3)}`).join(' ')
          : parts.join(', ');
      const command = random() < 0.08 ? '/imagine prompt: ' : '';
      const ratio = random() < 0.75 ? ` --ar ${either(RATIOS)}` : '';
      let parameters = '';
      while (random() < 0.45) parameters += ` ${either(PARAMETERS)}`;
      return { ...prompt, text: `${command}${weighted}${ratio}${parameters}`, source: SOURCE, at: SOURCE };
    },
  );
}
