import { GenerationError, UnscreenedImage } from '@shoji/core';
import { z } from 'zod';
import type { Call } from '../../../dialect-kit/call/call.ts';
import { readJsonAnswer } from '../../../dialect-kit/client/read-answer.ts';
import { Slot } from '../../../dialect-kit/fields/slot.ts';
import { screenInput, screenTransparent } from '../../../dialect-kit/screening/screen-picture.ts';
import { screenTexts } from '../../../dialect-kit/screening/screen-texts.ts';
import { screenedForm } from '../../../dialect-kit/screening/screened-body.ts';
import { answerJson } from '../../../dialect-kit/serving/answer-json.ts';
import { BodyError } from '../../../wire/body-error.ts';
import { asJson } from '../../../wire/read-body.ts';
import { readForm } from '../../../wire/read-form.ts';
import type { Comfy } from '../comfy.ts';
import { FAILED, UPLOAD_FIELDS, UPLOADED } from '../fields.ts';
import { type FileName, ownSubfolder, plainFile, withinTenant } from '../tenants/file-names.ts';
import { type Tenant, tenantOf } from '../tenants/tenant.ts';
import { fetchFile } from './fetch-file.ts';

const originalSchema = z.object({
  filename: z.string(),
  subfolder: z.string().default(''),
  type: z.string().default('output'),
});
const answerSchema = z.object({ name: z.string(), subfolder: z.string(), type: z.string() });

/**
 * `POST /upload/image` and `/upload/mask`: a picture to start from, judged before the server has it, into the tenant's
 * own folder. Of a mask only its transparency counts; the pixels come from a picture that is already there.
 */
export async function upload(comfy: Comfy, call: Call, kind: 'image' | 'mask'): Promise<Response> {
  const tenant = tenantOf(call.caller);
  const { texts, files } = await readForm(call.request, call.maxBodyBytes, []);
  const [file, ...more] = files;
  if (
    file?.name !== 'image' ||
    more.length > 0 ||
    [...texts.keys()].some((name) => !Object.hasOwn(UPLOAD_FIELDS, name))
  )
    throw new BodyError(
      400,
      'Send one file named image, and of other fields only overwrite, type, subfolder and original_ref.',
    );
  const { filename, subfolder } = plainFile(file.filename, texts.get('subfolder') ?? '', 'input');
  if ((texts.get('type') ?? 'input') !== 'input')
    throw new BodyError(400, 'Pictures can be uploaded only into the input folder: leave type out.');
  const original =
    kind === 'mask' ? await originalOf(comfy, call, tenant, texts.get('original_ref')) : undefined;
  const prompt = await screenTexts(call, { prompts: [], names: [filename, subfolder] });
  const sent = new UnscreenedImage(file.bytes);
  const picture =
    kind === 'mask'
      ? await screenInput({ image: sent, mask: 'alpha' }, call)
      : await screenTransparent(sent, call);
  const overwrite = /^(true|1)$/.test(texts.get('overwrite') ?? '');
  const slot = new Slot('picture', 'image', '');
  const body = await screenedForm(
    { tree: {}, keys: [] },
    [{ slot, filename }],
    { prompt, pictures: new Map([[slot, picture]]) },
    {
      type: 'input',
      subfolder: withinTenant(tenant, subfolder),
      ...(overwrite && { overwrite: 'true' }),
      ...(original && { original_ref: original }),
    },
  );
  const target = { method: 'POST', path: `/upload/${kind}`, body } as const;
  const answer = await readJsonAnswer(await comfy.server.send(target, call), FAILED);
  const stored = answerSchema.safeParse(answer.screened(UPLOADED).value);
  if (!stored.success)
    throw new GenerationError('answer_unusable', 'The image server did not say where it stored the picture.');
  const { name, subfolder: at, type } = stored.data;
  return answerJson({ name, subfolder: ownSubfolder(tenant, at) ?? '', type });
}

/** The place of the picture that a mask belongs to; a picture that the server made is judged first. */
async function originalOf(
  comfy: Comfy,
  call: Call,
  tenant: Tenant,
  ref: string | undefined,
): Promise<string> {
  const read = originalSchema.safeParse(asJson(new TextEncoder().encode(ref ?? 'null')));
  if (!read.success)
    throw new BodyError(400, 'original_ref must be {"filename", "subfolder", "type"} as JSON.');
  const { filename, subfolder, type } = read.data;
  const file: FileName = plainFile(filename, subfolder, type);
  const found = await fetchFile(comfy, call, tenant, file);
  if (found === undefined) throw new BodyError(400, `There is no picture ${file.filename}.`);
  if (file.type !== 'input') await screenInput({ image: found.picture.image, mask: false }, call);
  return JSON.stringify({ filename: file.filename, subfolder: found.place, type: file.type });
}
