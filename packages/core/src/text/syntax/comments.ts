import { type View, ViewWriter } from '../view.ts';

/**
 * A prompt without its comments, as Stable Diffusion web UIs read it: from a number sign anywhere in a line to the
 * line's end. Undefined without comments. Other servers read comments as text, so both readings count.
 */
export function withoutComments(prompt: string): View | undefined {
  if (!prompt.includes('#')) return undefined;
  const out = new ViewWriter();
  let from = 0;
  for (let sign = prompt.indexOf('#'); sign >= 0; sign = prompt.indexOf('#', from)) {
    for (let at = from; at < sign; at++) out.addUnit(prompt.charCodeAt(at), at);
    const end = prompt.indexOf('\n', sign);
    out.add('\n', sign);
    from = end < 0 ? prompt.length : end + 1;
  }
  for (let at = from; at < prompt.length; at++) out.addUnit(prompt.charCodeAt(at), at);
  return out.view();
}
