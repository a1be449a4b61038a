import type { StoredRun } from '../storage/stored-run.ts';
import { withPixels } from '../surface/shown-runs.ts';

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

/**
 * The history as a ZIP file: `history.json` with the prompts and settings, and the pictures as they are shown.
 * It never contains originals of blurred images.
 */
export async function exportHistory(runs: readonly StoredRun[]): Promise<Blob> {
  const { strToU8, zipSync } = await import('fflate');
  const files: Record<string, Uint8Array> = {};
  const entries: object[] = [];
  for (const stored of runs) {
    const { input, slots, completed, number, phase, warnings } = await withPixels(stored);
    const images: object[] = [];
    for (const [index, slot] of slots.entries()) {
      if (slot.status !== 'screened') continue;
      const { decision, shown } = slot.image;
      const file = shown && `images/${number}-${index + 1}.${EXTENSIONS[shown.type] ?? 'img'}`;
      if (shown && file) files[file] = new Uint8Array(await shown.arrayBuffer());
      images.push({ decision, file, seed: completed?.seeds[index] ?? null });
    }
    const refused = phase === 'refused' ? { refused: warnings.map(({ code }) => code) } : {};
    entries.push({ created: new Date(number).toISOString(), ...input, ...refused, images });
  }
  files['history.json'] = strToU8(JSON.stringify(entries, null, 2));
  // Images are compressed already.
  return new Blob([zipSync(files, { level: 0 })], { type: 'application/zip' });
}
