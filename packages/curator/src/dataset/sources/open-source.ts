import { basename, dirname, join, resolve } from 'node:path';
import { withMembers } from './archives/with-members.ts';
import { diskSource } from './disk.ts';
import type { Source } from './source.ts';

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
 * @param out Where quarantined files of a folder go.
 */
export async function openSource(address: string, out = defaultOut(address)): Promise<Source> {
  if (!isS3(address)) return withMembers(diskSource(address, join(resolve(out), 'quarantine')));
  const { s3Source } = await import('./s3.ts');
  return withMembers(s3Source(address));
}

function isS3(address: string): boolean {
  return address.startsWith('s3://');
}
