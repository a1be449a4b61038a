import { describe, expect, it } from 'vitest';
import type { FileResult, FileStatus } from './file-result.ts';
import { setWarnings } from './set-health.ts';

const file = (path: string, status: FileStatus = 'clear', message?: string): FileResult => ({
  path,
  bytes: 1,
  status,
  findings: [],
  reasons: [],
  margin: 1,
  ...(message !== undefined && { message }),
});
const pictures = (folder: string, count: number, status: FileStatus = 'clear') =>
  Array.from({ length: count }, (_, index) => file(`${folder}${index}.jpg`, status));
const info = file('dataset_info.json', 'other');

describe('setWarnings', () => {
  it('returns nothing for a data set that stays complete', () => {
    expect(setWarnings([info, ...pictures('', 5), ...pictures('class_data_dir/', 1)])).toEqual([]);
  });

  it('warns when fewer than five pictures remain, counting only clear ones in accepted formats', () => {
    const set = [
      info,
      ...pictures('', 4),
      ...pictures('bad-', 9, 'blur'),
      file('5.webp'),
      file('more/6.jpg'),
    ];
    expect(setWarnings(set)).toEqual([expect.stringContaining('has 4 clear pictures')]);
  });

  it('warns about a missing or invalid dataset_info.json', () => {
    expect(setWarnings(pictures('', 5))).toEqual([expect.stringContaining('dataset_info.json is missing')]);
    const broken = file('dataset_info.json', 'unchecked', 'It is not JSON.');
    expect(setWarnings([broken, ...pictures('', 5)])).toEqual(['dataset_info.json: It is not JSON.']);
  });

  it('warns when all class pictures would be removed', () => {
    const set = [info, ...pictures('', 5), ...pictures('class_data_dir/', 3, 'withhold')];
    expect(setWarnings(set)).toEqual([expect.stringContaining('class_data_dir has no clear picture')]);
  });

  it('counts clear pictures of subfolders', () => {
    expect(setWarnings(pictures('train/dog/', 3_021))).toEqual([
      expect.stringContaining('dataset_info.json is missing'),
    ]);
    expect(setWarnings([info, ...pictures('train/', 3_021), ...pictures('class_data_dir/', 2)])).toEqual([
      expect.stringMatching(/has 0 clear pictures .* 3,021 more are in folders below/),
    ]);
  });

  it('checks each data set in a folder', () => {
    const sets = [file('a/dataset_info.json', 'other'), file('b/dataset_info.json', 'other')];
    expect(setWarnings([...sets, ...pictures('a/', 5), ...pictures('b/', 1)])).toEqual([
      expect.stringMatching(/^b has 1 clear picture /),
    ]);
  });
});
