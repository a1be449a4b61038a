import { z } from 'zod';
import { changed, SourceError } from './source.ts';

const errorSchema = z.object({
  name: z.string(),
  message: z.string().optional(),
  code: z.unknown().optional(),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional(),
});

/** Remedies by error name. Names: Amazon S3 API reference, error responses; the SDK's for credentials. */
const REMEDIES: Readonly<Record<string, readonly [code: string, message: string]>> = {
  NoSuchBucket: ['missing', 'The bucket does not exist.'],
  NoSuchKey: ['missing', 'The object does not exist.'],
  NotFound: ['missing', 'The object does not exist.'],
  AccessDenied: [
    'denied',
    'The current credentials do not allow this; s3:ListBucket, s3:GetObject and, for changes, s3:PutObject and s3:DeleteObject (for versions s3:ListBucketVersions and s3:DeleteObjectVersion) are needed.',
  ],
  CredentialsProviderError: [
    'denied',
    'There are no AWS credentials; run `aws configure` or set AWS_PROFILE.',
  ],
  ExpiredToken: ['denied', 'The AWS credentials have expired; sign in again.'],
  InvalidAccessKeyId: ['denied', 'AWS does not know the access key.'],
  SignatureDoesNotMatch: ['denied', 'The AWS secret key does not match the access key.'],
  PermanentRedirect: ['region', 'The bucket is in another Region; set AWS_REGION.'],
  InvalidObjectState: ['archived', 'It is archived; restore it from Glacier first.'],
};

/** An S3 error in plain words. */
export function s3Failed(error: unknown): SourceError {
  const { name = '', message = String(error), $metadata } = errorSchema.safeParse(error).data ?? {};
  if ($metadata?.httpStatusCode === 412) return changed(error);
  const known = Object.hasOwn(REMEDIES, name) ? REMEDIES[name] : undefined;
  const [code, sentence] = known ?? ['unreadable', `S3 answered ${name || 'an error'}: ${message}`];
  return new SourceError(code, sentence, { cause: error });
}

export function statusOf(error: unknown): number | undefined {
  return errorSchema.safeParse(error).data?.$metadata?.httpStatusCode;
}
