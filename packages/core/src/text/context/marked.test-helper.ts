import { cuesWithSettings, type PlacedHit, type Standing, standings } from './index.ts';

/** The standing of each part of a text in «these» marks, as if the rules had found it. */
export function standingOf(
  marked: string,
  { role = 'graphic', severity = 2, namesMinor = false }: Partial<PlacedHit> & { namesMinor?: boolean } = {},
): Standing[] {
  const hits: PlacedHit[] = [];
  let text = '';
  for (const [index, part] of marked.split(/[«»]/).entries()) {
    if (index % 2 === 1) hits.push({ role, severity, start: text.length, end: text.length + part.length });
    text += part;
  }
  return standings(text, hits, namesMinor, cuesWithSettings());
}
