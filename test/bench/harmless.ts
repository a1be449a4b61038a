// How the embedded judge of pictures does on a folder of harmless ones.
// npm run bench:pictures -- --folder DIR [--list measured|calibration] [--calibrate | --stability N | --corners N]
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type CheckReport, type Finding, presets } from '@shoji/core';
import { decideImage, type PresetName } from '@shoji/core/policy';
import { report } from '../../packages/embedded/src/image/moderator.ts';
import { loadNsfwJudge } from '../../packages/embedded/src/image/nsfw-judge.ts';
import { loadNsfwModel } from '../../packages/embedded/src/image/nsfw-model.ts';
import type { NsfwScores } from '../../packages/embedded/src/image/scores.ts';
import { WINDOWS } from '../../packages/embedded/src/image/windows.ts';
import type { RgbPixels } from '../../packages/pixels/src/index.ts';
import { calibrate } from './harmless/calibrate.ts';
import { corners } from './harmless/corners.ts';
import { judgedPixels, listed, picturesIn } from './harmless/lists.ts';
import { stability } from './harmless/stability.ts';

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    list: { type: 'string' },
    calibrate: { type: 'boolean' },
    stability: { type: 'string' },
    corners: { type: 'string' },
  },
});
const { folder } = values;
if (folder === undefined) throw new Error('Name a folder of pictures: --folder DIR');
const list = values.calibrate ? 'calibration' : values.list;
if (list !== undefined && list !== 'calibration' && list !== 'measured')
  throw new Error('--list is calibration or measured.');
const names = (list === undefined ? picturesIn(folder) : listed(list)).filter((name) =>
  existsSync(join(folder, name)),
);
const judge = await loadNsfwJudge();
const files = names.map((name) => ({ name, bytes: () => readFileSync(join(folder, name)) }));

if (values.calibrate) await calibrate(judge, files);
else if (values.stability) await stability(judge, files, Number(values.stability));
else if (values.corners) await corners(judge, files, Number(values.corners));
else await measure();

/** The judge as it is, and MobileNetV2 alone on the whole picture, which it was before. */
async function measure() {
  const before = await loadNsfwModel('imageModel', WINDOWS);
  const single = async (pixels: RgbPixels) => reportOf((await before(pixels, 224)).whole);
  const judges: Record<string, (pixels: RgbPixels) => Promise<CheckReport>> = {
    'MobileNetV2 alone': single,
    'the judge': async (pixels: RgbPixels) => report(await judge.judge(pixels), 0),
  };
  const counts = new Map<string, Record<PresetName, number>>();
  const strongest: Record<string, string | number>[] = [];
  let [read, unreadable, parts] = [0, 0, 0];
  for (const { name, bytes } of files) {
    const views = await judgedPixels(bytes()).catch(() => []);
    if (views.length === 0) {
      unreadable += 1;
      continue;
    }
    read += 1;
    for (const [key, ask] of Object.entries(judges)) {
      const reports = await Promise.all(views.map(ask));
      const findings: Finding[] = reports.flatMap((each) => each.findings);
      const illustrated = Math.min(...reports.map((each) => each.illustrated ?? 0));
      const row = counts.get(key) ?? { strict: 0, standard: 0, mature: 0 };
      counts.set(key, row);
      for (const preset of ['strict', 'standard', 'mature'] as const)
        if (decideImage(presets[preset], findings, illustrated).decision !== 'clear') row[preset] += 1;
      if (key === 'the judge')
        strongest.push(
          ...findings.map(({ label, score }) => ({ name, label, score: Number(score.toFixed(3)) })),
        );
    }
    for (const pixels of views) if ((await judge.judge(pixels)).part !== undefined) parts += 1;
  }
  console.log(`${read} harmless pictures (${unreadable} could not be read). Blurred or withheld:`);
  console.table(
    Object.fromEntries(
      [...counts].map(([key, row]) => [
        key,
        Object.fromEntries(
          Object.entries(row).map(([preset, count]) => [
            preset,
            `${count} (${((100 * count) / read).toFixed(2)} %)`,
          ]),
        ),
      ]),
    ),
  );
  console.log(`Views in which a tile was looked at again: ${parts}.`);
  console.table(strongest.sort((a, b) => Number(b.score) - Number(a.score)).slice(0, 12));
}

/** The findings of the scores of MobileNetV2, as they were before. */
function reportOf(scores: NsfwScores): CheckReport {
  const findings: Finding[] = [
    { check: 'v2', category: 'sexual', label: 'Porn', score: Math.min(1, scores.Porn + scores.Hentai) },
    { check: 'v2', category: 'suggestive', label: 'Sexy', score: scores.Sexy * 0.75 },
  ];
  return { findings, illustrated: Math.min(1, scores.Drawing + scores.Hentai) };
}
