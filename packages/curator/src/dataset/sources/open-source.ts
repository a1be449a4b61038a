import { basename, dirname, join, resolve } from 'node:path';
import { type OpenedSource, withMembers } from './archives/with-members.ts';
import { diskSource } from './disk.ts';
import { resumable } from './resumable.ts';

/** The default folder for a scan's files: beside the set, never in it. */
export function defaultOut(address: string): string {
  if (!isS3(address)) return join(dirname(resolve(address)), `${basename(resolve(address))}.shoji`);
  return resolve(
    `${address
      .replace(/^s3:\/\//, '')
      .replaceAll(/[^\w.-]+/g, '-')
      .replace(/-+$/, '')}.shoji`,
  );
}

/**
 * The data set at an address: a folder, or `s3://bucket/prefix/`. Its archives are opened.
 * @param out The folder for quarantined files.
 * @param listing The file in which a listing of many requests keeps its entries, so that it continues after a kill.
 */
export async function openSource(
  address: string,
  out = defaultOut(address),
  listing?: string,
): Promise<OpenedSource> {
  if (!isS3(address)) return withMembers(diskSource(address, join(resolve(out), 'quarantine')));
  const { s3Source } = await import('./s3.ts');
  const source = s3Source(address);
  return withMembers(listing === undefined ? source : resumable(source, listing));
}

function isS3(address: string): boolean {
  return address.startsWith('s3://');
}
