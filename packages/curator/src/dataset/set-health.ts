import { isInfo } from './content/kinds.ts';
import type { FileResult } from './file-result.ts';
import { isTrainingPictureName } from './picture-name.ts';

/** Fewest instance pictures that fine-tuning is advised to have. Source: SageMaker JumpStart, fine-tuning of Stable Diffusion. */
const MIN_PICTURES = 5;
/** The folder of class images for prior preservation. Source: the same. */
const CLASS_FOLDER = 'class_data_dir';

/**
 * Why fine-tuning would refuse the folders after everything that is not clear was removed. A set is a folder with a
 * `dataset_info.json` and its pictures beside it. One plain sentence each.
 * @param results Iterated twice.
 */
export function setWarnings(results: Iterable<FileResult>): string[] {
  const folders = new Map<string, Folder>();
  for (const { path, status, message } of results) {
    if (!isInfo(path)) continue;
    const info = status === 'unchecked' ? [`${path}: ${message}`] : [];
    folders.set(folderOf(path), { own: 0, deeper: 0, classFiles: 0, clearClass: 0, info });
  }
  if (folders.size > 0) {
    for (const result of results) count(result, folders);
    return [...folders].flatMap(([folder, counted]) => [
      ...tooFew(folder, counted.own, counted.deeper),
      ...emptyClass(folder, counted),
      ...counted.info,
    ]);
  }
  let clear = 0;
  for (const result of results) if (isRemaining(result)) clear += 1;
  return [
    'dataset_info.json is missing, so SageMaker JumpStart does not accept this folder as a data set.',
    // Other trainers accept pictures in any folder.
    ...tooFew('', clear),
  ];
}

/** The folder of a `dataset_info.json`. */
interface Folder {
  /** Clear pictures in it, and in the folders below it without class images. */
  own: number;
  deeper: number;
  /** Files of its class images, and the clear pictures among them. */
  classFiles: number;
  clearClass: number;
  readonly info: readonly string[];
}

function count(result: FileResult, folders: ReadonlyMap<string, Folder>): void {
  const at = folderOf(result.path);
  const clear = isRemaining(result) ? 1 : 0;
  for (const [folder, counted] of folders) {
    if (at === folder) counted.own += clear;
    else if (at === join(folder, CLASS_FOLDER)) {
      counted.classFiles += 1;
      counted.clearClass += clear;
    } else if (folder === '' || at.startsWith(`${folder}/`)) counted.deeper += clear;
  }
}

/** @param deeper Clear pictures in folders below, which fine-tuning does not read. */
function tooFew(folder: string, remaining: number, deeper = 0): string[] {
  if (remaining >= MIN_PICTURES) return [];
  const more =
    deeper === 0
      ? ''
      : ` ${deeper.toLocaleString('en-US')} more are in folders below, which fine-tuning does not read.`;
  return [
    `${folder || 'The set'} has ${remaining} clear ${remaining === 1 ? 'picture' : 'pictures'} (.png, .jpg, .jpeg); fine-tuning needs at least ${MIN_PICTURES}.${more}`,
  ];
}

function emptyClass(folder: string, { classFiles, clearClass }: Folder): string[] {
  if (classFiles === 0 || clearClass > 0) return [];
  return [
    `${join(folder, CLASS_FOLDER)} has no clear picture left; fine-tuning with prior preservation needs some.`,
  ];
}

function isRemaining({ path, status }: FileResult): boolean {
  return status === 'clear' && isTrainingPictureName(path);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
