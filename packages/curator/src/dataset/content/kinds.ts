import { isPictureName } from '../picture-name.ts';

/**
 * How the texts of a file are arranged. `info`: `dataset_info.json`; `caption`: one text about the picture beside it
 * (kohya-ss/sd-scripts: `.txt`, `.caption`; WebDataset: `.text`, `.cls`); `json`: texts anywhere in one JSON value; `jsonl`, `csv`, `tsv`: a row for
 * each picture (Hugging Face: `metadata.jsonl`, `metadata.csv`).
 */
export type TextKind = 'info' | 'caption' | 'json' | 'jsonl' | 'csv' | 'tsv';

const TEXT_KINDS: Readonly<Record<string, TextKind>> = {
  txt: 'caption',
  caption: 'caption',
  text: 'caption',
  cls: 'caption',
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  csv: 'csv',
  tsv: 'tsv',
};

/** The file that describes the pictures of a set. Source: SageMaker JumpStart, fine-tuning of Stable Diffusion. */
const INFO_FILE = 'dataset_info.json';

/** Whether a path is that of a `dataset_info.json`. */
export function isInfo(path: string): boolean {
  return baseName(path) === INFO_FILE;
}

/** The arrangement of a file's texts, by its name; undefined for a file whose texts are not read. */
export function textKindOf(path: string): TextKind | undefined {
  if (isNotContent(path)) return undefined;
  return isInfo(path) ? 'info' : TEXT_KINDS[extensionOf(path)];
}

/** Names of files about a set, which no trainer reads as content. Sources: Hugging Face Hub, GitHub, macOS, Windows. */
const ABOUT_THE_SET =
  /^((readme|licen[cs]e|notice|citation|copying|changelog)(\.(md|txt|rst|cff|bib))?|\.gitattributes|\.gitignore|\.gitkeep|\.ds_store|desktop\.ini)$/i;

/** Weights of models hold neither pictures nor captions. */
const WEIGHTS = /\.safetensors$/i;

/** Whether a file's name is known to be that of a file that holds no content of the set. Any other name is content. */
export function isNotContent(path: string): boolean {
  const name = baseName(path);
  return ABOUT_THE_SET.test(name) || WEIGHTS.test(name);
}

/** Names of files that hold other files or films, and what they are called. */
const CONTAINERS: readonly (readonly [extensions: RegExp, name: string])[] = [
  [
    /\.(tar\.(bz2|xz|lzma|lz4|lz|z)|tbz2?|txz|tlz|taz)$/i,
    'A tar archive that is compressed by anything but gzip, Zstandard or Brotli',
  ],
  [/\.(7z|rar|bz2|xz|lz4|lzma)$/i, 'A compressed file or archive'],
  [
    /\.(arrow|feather|tfrecord|h5|hdf5|npz|npy|pkl|pt|pth|ckpt|lmdb|mdb|db|sqlite|bin)$/i,
    'A file of records',
  ],
  [/\.(mp4|mkv|webm|mov|avi)$/i, 'A video'],
];

/** Why a file that is not a picture was not checked, with the remedy. */
export function unreadMessage(path: string): string {
  if (textKindOf(path) !== undefined)
    return 'It is neither a picture nor a text in UTF-8, or in UTF-16 with a byte order mark, so its content is not checked. Save it as UTF-8.';
  const [, what = 'This kind of file'] = CONTAINERS.find(([extension]) => extension.test(path)) ?? [];
  return `${what} is not read here, so its content is not checked. Unpack it into the set, or take it out of the set.`;
}

/** The text after a name's last dot, in lower case; empty for a name without one. */
function extensionOf(path: string): string {
  return /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
}

/** A path without its last extension: what a caption and its picture share. */
function stemOf(path: string): string {
  return path.replace(/\.[^./]+$/, '');
}

/** The content of a file that is compressed by itself, and not a tar archive. */
const COMPRESSED = /(?<!\.tar)\.(gz|zst|br)!\/[^/]+$/i;

/** The path that a file would have if it were not compressed: `train/a.txt` for `train/a.txt.gz!/a.txt`. */
function withoutCompression(path: string): string {
  return path.replace(COMPRESSED, '');
}

/** The path of a picture that a file of texts names, relative to the file's folder. */
export function namedIn(path: string, name: string): string {
  const outside = withoutCompression(path);
  return outside.slice(0, outside.lastIndexOf('/') + 1) + name.replace(/^\.?\//, '');
}

/** The keys under which a caption may name its picture: its own path, its stem, and for `a.png.txt` the picture's name. */
export function captionKeyOf(path: string): string {
  const stem = stemOf(withoutCompression(path));
  return isPictureName(stem) ? stemOf(stem) : stem;
}

/** The file of a tar archive, e.g. a shard of WebDataset, up to the first dot of its name. */
const SAMPLE = /^(.+\.(?:tar|tar\.(?:gz|zst|br)|tgz|tzst)!\/(?:.*\/)?[^/.]+)\.[^/]*$/i;

/**
 * The names, each once, under which a text may be about a picture: its path, its path without the extension, in a tar
 * archive its path up to the first dot, which is what makes a sample of WebDataset, and folders whose names are texts.
 */
export function captionNamesOf(path: string): string[] {
  const folders = promptFoldersOf(path).map(({ folder }) => folder);
  return [...new Set([path, stemOf(path), SAMPLE.exec(path)?.[1] ?? path, ...folders])];
}

/** A folder whose name is the text about its pictures. */
interface PromptFolder {
  /** Its path, with a slash at the end. */
  readonly folder: string;
  readonly text: string;
}

/**
 * Folders of kohya-ss, `<repeats>_<text>`, in which a file is. Source: sd-scripts, DreamBooth: pictures without a caption
 * file are trained with the name of their folder.
 */
export function promptFoldersOf(path: string): PromptFolder[] {
  return [...path.matchAll(/(?<=^|\/)\d+_([^/]*[^/\d_][^/]*)\//g)].map((found) => ({
    folder: path.slice(0, found.index + found[0].length),
    text: found[1] ?? '',
  }));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
