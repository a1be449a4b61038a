import { BodyError } from '../../../wire/body-error.ts';
import type { Tenant } from './tenant.ts';

/** ComfyUI's three folders. */
export type Folder = 'input' | 'output' | 'temp';

/** A file of the server, in a client's naming. */
export interface FileName {
  readonly filename: string;
  /** Empty at the top. */
  readonly subfolder: string;
  readonly type: Folder;
}

const LONGEST = 255;
// A slash would name another folder, a colon a drive or an asset, a leading dot a hidden file.
const PLAIN = /^(?![. ])[^/\\:*?"<>|\p{Cc}]+$/u;
const ANNOTATED = /(.*) \[(input|output|temp)\]$/s;
const FOLDERS: readonly string[] = ['input', 'output', 'temp'] satisfies Folder[];

/**
 * A file's name, normalised: ComfyUI also reads its folder from the end of the name, as in `cat.png [temp]`.
 * @throws BodyError when it could name another file.
 */
export function plainFile(filename: string, subfolder: string, type: string): FileName {
  const [, bare = filename, annotated = type] = ANNOTATED.exec(filename) ?? [];
  if (!isFolder(annotated)) throw new BodyError(400, 'type must be input, output or temp.');
  if (!isPlain(bare) || /\[(input|output|temp)\]$/.test(bare))
    throw new BodyError(400, 'A file name may hold no folder and no annotation but " [input]" at its end.');
  return { filename: bare, subfolder: plainFolder(subfolder), type: annotated };
}

/** A subfolder, normalised. @throws BodyError */
export function plainFolder(subfolder: string): string {
  const parts = subfolder.replaceAll('\\', '/').split('/');
  const kept = parts.filter((part) => part !== '' && part !== '.');
  if (!kept.every(isPlain)) throw new BodyError(400, 'A subfolder must be plain words with slashes between.');
  return kept.join('/');
}

/** The path of a tenant's file or folder in the server's folders. */
export function withinTenant({ folder }: Tenant, subfolder: string): string {
  return subfolder === '' ? folder : `${folder}/${subfolder}`;
}

/** The tenant's own name for a subfolder of the server; undefined for another tenant's subfolder. */
export function ownSubfolder({ folder }: Tenant, subfolder: string): string | undefined {
  const path = subfolder.replaceAll('\\', '/');
  if (path === folder) return '';
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}

/** Whether a subfolder belongs to some tenant. */
export function isTenants(subfolder: string): boolean {
  return /^[/\\.]*shoji-/i.test(subfolder);
}

/** The key of a file. */
export function fileKey({ filename, subfolder, type }: FileName): string {
  return `${type}/${subfolder}/${filename}`;
}

function isPlain(part: string): boolean {
  return part.length <= LONGEST && !part.includes('..') && PLAIN.test(part);
}

function isFolder(type: string): type is Folder {
  return FOLDERS.includes(type);
}
