import { GenerationError } from '@shoji/core';
import { paintsNegatives, replaceLiteral } from '@shoji/core/text';
import { BodyError } from '../../wire/body-error.ts';

/** A named prompt of the server's `styles.csv`. */
export interface Style {
  readonly name: string;
  readonly prompt: string;
  readonly negativePrompt: string;
}

/**
 * A prompt with styles applied as the web UI does: the prompt replaces `{prompt}`, or the style follows after a comma.
 */
export function withStyles(prompt: string, styles: readonly string[]): string {
  return styles.reduce((text, style) => {
    if (style.includes('{prompt}')) return replaceLiteral(style, '{prompt}', text);
    return [text.trim(), style.trim()].filter((part) => part !== '').join(', ');
  }, prompt);
}

/** The prompts that ADetailer builds: one for each part between `[SEP]`, around the main one. */
export function detailPrompts(text: string, prompt: string): string[] {
  return text.split('[SEP]').map((part) => replaceLiteral(part, '[PROMPT]', prompt).replaceAll('[SKIP]', ''));
}

const MOST_MATRIX_PARTS = 6;

/**
 * Further prompts that a script makes from the main one: combinations of a matrix, lines of a list, replacements.
 * @throws BodyError when the script would add another negative prompt or run code.
 */
export function scriptPrompts(script: string, args: readonly string[], prompt: string): string[] {
  switch (script.trim().toLowerCase()) {
    case '':
    case 'none':
      return [];
    case 'custom code':
      throw new BodyError(400, 'Custom code is not run: it could do anything.');
    case 'prompt matrix':
      return matrix(prompt);
    case 'prompts from file or textbox':
      return args.flatMap(listed);
    default:
      return replaced(args, prompt);
  }
}

function matrix(prompt: string): string[] {
  const [first, ...options] = prompt.split('|').map((part) => part.trim());
  if (options.length > MOST_MATRIX_PARTS)
    throw new BodyError(400, `A prompt matrix may have at most ${MOST_MATRIX_PARTS} options.`);
  const subsets = Array.from({ length: 2 ** options.length }, (_, bits) =>
    options.filter((_, at) => bits & (1 << at)),
  );
  return subsets.map((chosen) => [first, ...chosen].join(' '));
}

/** A line of options is split by a shell's rules, in which adjacent quoted parts are one word. */
function listed(text: string): string[] {
  return text.split('\n').map((line) => {
    if (/--(negative_prompt|cfg_scale|prompt_for_display|styles)\b/.test(line))
      throw new BodyError(400, 'A list of prompts may set neither a negative prompt nor the guidance.');
    return line.startsWith('--') ? line.replace(/["'\\]/g, '') : line;
  });
}

/** "Prompt S/R": the first entry of a list is replaced in the prompt by each of the other entries, on every axis. */
function replaced(args: readonly string[], prompt: string): string[] {
  let texts = [prompt];
  for (const [search, ...others] of args.map(items)) {
    if (!search || others.length === 0 || !texts.some((text) => text.includes(search))) continue;
    texts = texts.flatMap((text) => [text, ...others.map((other) => replaceLiteral(text, search, other))]);
    if (texts.length > 64) throw new BodyError(400, 'The script makes too many prompts from one prompt.');
  }
  return [...new Set(texts)];
}

function items(text: string): string[] {
  return text.split(',').map((item) => item.trim().replace(/^"|"$/g, ''));
}

/**
 * Refuses a script that would remove words from the operator's negative prompt.
 * @throws GenerationError
 */
export function assertKept(negative: string, args: readonly string[]): void {
  const cuts = args
    .map(items)
    .some(([search, ...others]) => others.length > 0 && !!search && negative.includes(search));
  if (cuts)
    throw new GenerationError(
      'invalid_request',
      'A script may not replace words of the operator’s negative prompt.',
    );
}

/** Whether a list of values holds a guidance below 1, with which the negative prompt would be painted. */
export function mayInvert(args: readonly string[]): boolean {
  return args
    .flatMap(items)
    .some((item) => /^[-+]?(\d*\.)?\d+/.test(item) && paintsNegatives(Number.parseFloat(item)));
}
