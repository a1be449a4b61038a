import { UpstreamError } from '../../../dialect-kit/answers/answer.ts';
import type { Call } from '../../../dialect-kit/call/call.ts';
import { readPictureAnswer } from '../../../dialect-kit/client/read-answer.ts';
import type { FoundPicture } from '../../../dialect-kit/screening/judged-pictures.ts';
import { screenTexts } from '../../../dialect-kit/screening/screen-texts.ts';
import type { Comfy } from '../comfy.ts';
import { type FileName, withinTenant } from '../tenants/file-names.ts';
import type { Run } from '../tenants/runs.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** A tenant's file at the server. */
export interface FoundFile {
  readonly picture: FoundPicture;
  /** The prompt that made it, where that is known. */
  readonly run: Run | undefined;
  /** Its subfolder at the server. */
  readonly place: string;
}

/**
 * Fetches one of a tenant's files; undefined if it does not exist. Previews of all tenants share a folder under random
 * names, so a preview is given only to the tenant that received its name.
 * @param channel The channels of the pixels to return, by the names of the server.
 * @throws Blocked for a name that the policy refuses.
 */
export async function fetchFile(
  comfy: Comfy,
  call: Call,
  tenant: Tenant,
  file: FileName,
  channel?: 'rgb' | 'a' | 'rgba',
): Promise<FoundFile | undefined> {
  const known = comfy.runs.file(file, tenant);
  if (known === undefined && file.type === 'temp') return undefined;
  await screenTexts(call, { prompts: [], names: [file.filename, file.subfolder] });
  const place = known?.place ?? withinTenant(tenant, file.subfolder);
  const query = new URLSearchParams({
    filename: file.filename,
    subfolder: place,
    type: file.type,
    ...(channel && { channel }),
  });
  const target = { method: 'GET', path: `/view?${query}` } as const;
  const answer = await comfy.server.send(target, call);
  try {
    return { picture: await readPictureAnswer(answer), run: known?.run, place };
  } catch (error) {
    if (error instanceof UpstreamError) return undefined;
    throw error;
  }
}
