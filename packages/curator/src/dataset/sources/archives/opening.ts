import type { Source } from '../source.ts';
import { type ArchiveFile, type ArchiveFormat, isStretch, mostUnpacked } from './archive.ts';
import { unpacked } from './compression.ts';
import type { ArchiveKind } from './kinds.ts';
import { type MemberPlace, versionOfMember } from './locator.ts';
import { type Bytes, type Held, unpackedFiles } from './unpacked-files.ts';

/** An archive that can be read until it is released. */
export interface OpenArchive {
  readonly file: ArchiveFile;
  readonly format: ArchiveFormat;
  release(): void;
}

/** Opens the archives of a source. */
export interface Opening {
  /**
   * The archive at a place; one that is compressed, or compressed within another, is unpacked to a temporary file.
   * @param isVerified Whether the file of the set must still have its version.
   */
  open(place: MemberPlace, kind: ArchiveKind, isVerified?: boolean): Promise<OpenArchive>;
  close(): Promise<void>;
}

export function opening(source: Pick<Source, 'slice'>): Opening {
  const files = unpackedFiles();

  const open: Opening['open'] = async (place, kind, isVerified = true) => {
    const held = await bytesAt(place, isVerified);
    const { outer } = place;
    const version = versionOfMember(place);
    const path = `${outer.path}${version}`;
    const format = await kind.format();
    const { compression } = kind;
    if (compression === undefined) return { file: { ...held, path, version }, format, release: held.release };
    try {
      const packed = { ...held, path, version };
      const own = await files.hold(
        `${path};${kind.name}`,
        () => unpacked(packed, compression),
        mostUnpacked(outer.bytes),
      );
      return { file: { ...own, path, version }, format, release: own.release };
    } finally {
      held.release();
    }
  };

  /** The bytes of the file or member at a place, as they are. */
  const bytesAt = async ({ outer, steps }: MemberPlace, isVerified: boolean): Promise<Held> => {
    const last = steps.at(-1);
    if (last === undefined) {
      const { path, bytes, version } = outer;
      const slice = (start: number, end: number) =>
        source.slice(path, start, end, isVerified ? version : undefined);
      return { bytes, slice, release: () => {} };
    }
    const archive = await open({ outer, steps: steps.slice(0, -1) }, last.kind, isVerified);
    try {
      const content = await archive.format.content(archive.file, last.at);
      if (isStretch(content)) return { ...within(archive.file, ...content), release: archive.release };
      const key = `${outer.path}${versionOfMember({ outer, steps })}`;
      const own = await files.hold(key, () => content, mostUnpacked(outer.bytes));
      archive.release();
      return own;
    } catch (error) {
      archive.release();
      throw error;
    }
  };

  return { open, close: files.close };
}

function within(file: Bytes, start: number, end: number): Bytes {
  return {
    bytes: end - start,
    slice: (from, to) => file.slice(start + from, Math.min(end, start + to)),
  };
}
