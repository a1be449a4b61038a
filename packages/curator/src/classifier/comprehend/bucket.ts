import { Readable } from 'node:stream';
import { readError } from '@shoji/aws/client';
import { z } from 'zod';
import { explaining } from './errors.ts';
import { sameBytes, type TrainingData } from './training-data.ts';
import type { Teller } from './watch.ts';

/** The place of training data: `s3://bucket/prefix/`. */
export interface Place {
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
}

/** Source: the pattern of S3Uri in the Amazon Comprehend API reference. */
const ADDRESS = /^s3:\/\/([a-z0-9][.\-a-z0-9]{1,61}[a-z0-9])(?:\/(.*))?$/;
/** Largest labels.json that is read. */
const MAX_LABELS_BYTES = 1_000_000;

/** Undefined when it is not an S3 address. */
export function parsePlace(uri: string): Place | undefined {
  const [, bucket, rest = ''] = ADDRESS.exec(uri) ?? [];
  if (bucket === undefined) return undefined;
  return { bucket, prefix: rest === '' || rest.endsWith('/') ? rest : `${rest}/` };
}

/** The files of a training on S3, in a folder whose name is a digest of the data. */
export function trainingPlace({ bucket, prefix }: Place, name: string, { sha256 }: TrainingData) {
  const folder = `${prefix}${name}/${sha256.slice(0, 16)}/`;
  return {
    bucket,
    // Comprehend reads every object whose key begins with it, so nothing else may.
    dataKey: `${folder}train.csv`,
    labelsKey: `${folder}labels.json`,
    inputUri: `s3://${bucket}/${folder}train.csv`,
    outputUri: `s3://${bucket}/${folder}output/`,
  };
}

const labelsSchema = z.object({ labels: z.array(z.string()) });

/**
 * Uploads the data in parts, and its labels beside it for the later deployment. Data that was uploaded before is not
 * sent again; an incomplete upload leaves no object.
 */
export async function upload(
  data: TrainingData,
  place: ReturnType<typeof trainingPlace>,
  region: string,
  teller: Teller,
  signal: AbortSignal,
): Promise<void> {
  const { HeadObjectCommand, Upload } = await import('../../aws/clients/s3-upload.ts');
  const { s3Client } = await import('../../aws/s3-client.ts');
  const client = s3Client(region);
  const put = async (key: string, body: Readable | string, onBytes: (sent: number) => void) => {
    const sending = new Upload({ client, params: { Bucket: place.bucket, Key: key, Body: body } });
    sending.on('httpUploadProgress', ({ loaded = 0 }) => onBytes(loaded));
    const abort = () => void sending.abort();
    signal.addEventListener('abort', abort, { once: true });
    try {
      await sending.done();
    } finally {
      signal.removeEventListener('abort', abort);
    }
  };
  try {
    const object = { Bucket: place.bucket, Key: place.dataKey };
    const present = await client
      .send(new HeadObjectCommand(object), { abortSignal: signal })
      .catch((error: unknown) => {
        if (readError(error).status === 404) return undefined;
        throw error;
      });
    const labels = JSON.stringify({ labels: [...data.labels.keys()] });
    await put(place.labelsKey, labels, () => {});
    if (present?.ContentLength === data.bytes) {
      teller.note(`${place.inputUri} exists already.`);
      return;
    }
    await put(place.dataKey, Readable.from(sameBytes(data)), (sent) =>
      teller.status(`Uploading ${megabytes(sent)} of ${megabytes(data.bytes)}`),
    );
    teller.note(`Uploaded ${megabytes(data.bytes)} to ${place.inputUri}.`);
  } catch (error) {
    return explaining(`The data could not be uploaded to s3://${place.bucket}/`, signal)(error);
  } finally {
    client.destroy();
  }
}

/** The labels that were uploaded beside the data of a training; undefined when they cannot be read. */
export async function readLabels(
  inputUri: string | undefined,
  region: string,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const [, bucket, folder] = /^s3:\/\/([^/]+)\/(.*\/)train\.csv$/.exec(inputUri ?? '') ?? [];
  if (bucket === undefined || folder === undefined) return undefined;
  const { GetObjectCommand } = await import('../../aws/clients/s3-upload.ts');
  const { s3Client } = await import('../../aws/s3-client.ts');
  const client = s3Client(region);
  try {
    const object = { Bucket: bucket, Key: `${folder}labels.json`, Range: `bytes=0-${MAX_LABELS_BYTES}` };
    const { Body: body } = await client.send(new GetObjectCommand(object), { abortSignal: signal });
    return labelsSchema.parse(JSON.parse((await body?.transformToString()) ?? '')).labels;
  } catch {
    signal.throwIfAborted();
    return undefined;
  } finally {
    client.destroy();
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
