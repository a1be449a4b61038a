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
 */
export function setWarnings(results: readonly FileResult[]): string[] {
  const folders = results.filter(({ path }) => isInfo(path)).map(({ path }) => folderOf(path));
  const byFolder = Map.groupBy(results, ({ path }) => folderOf(path));
  if (folders.length === 0) {
    return [
      'dataset_info.json is missing, so SageMaker JumpStart does not accept this folder as a data set.',
      // Other trainers accept pictures in any folder.
      ...tooFew('', results),
    ];
  }
  return folders.flatMap((folder) => [
    ...tooFew(folder, byFolder.get(folder) ?? [], below(folder, results)),
    ...emptyClass(folder, byFolder.get(join(folder, CLASS_FOLDER)) ?? []),
    ...(byFolder.get(folder) ?? [])
      .filter(({ path, status }) => isInfo(path) && status === 'unchecked')
      .map(({ path, message }) => `${path}: ${message}`),
  ]);
}

/** @param deeper Clear pictures in folders below, which fine-tuning does not read. */
function tooFew(folder: string, files: readonly FileResult[], deeper = 0): string[] {
  const remaining = remainingOf(files);
  if (remaining >= MIN_PICTURES) return [];
  const more =
    deeper === 0
      ? ''
      : ` ${deeper.toLocaleString('en-US')} more are in folders below, which fine-tuning does not read.`;
  return [
    `${folder || 'The set'} has ${remaining} clear ${remaining === 1 ? 'picture' : 'pictures'} (.png, .jpg, .jpeg); fine-tuning needs at least ${MIN_PICTURES}.${more}`,
  ];
}

/** Clear pictures in the folders below a set's own, class images left out. */
function below(folder: string, results: readonly FileResult[]): number {
  const within = folder === '' ? '' : `${folder}/`;
  const deeper = results.filter(({ path }) => {
    const own = folderOf(path);
    return own !== folder && own !== join(folder, CLASS_FOLDER) && path.startsWith(within);
  });
  return remainingOf(deeper);
}

function emptyClass(folder: string, files: readonly FileResult[]): string[] {
  if (files.length === 0 || remainingOf(files) > 0) return [];
  return [
    `${join(folder, CLASS_FOLDER)} has no clear picture left; fine-tuning with prior preservation needs some.`,
  ];
}

function remainingOf(files: readonly FileResult[]): number {
  return files.filter(({ path, status }) => status === 'clear' && isTrainingPictureName(path)).length;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
