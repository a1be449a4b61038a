import { S3Client } from './clients/s3.ts';

/** A client of S3. Region, credentials and another address (`AWS_ENDPOINT_URL_S3`) come from the environment, profiles and roles. */
export function s3Client(region?: string): S3Client {
  return new S3Client({
    ...(region !== undefined && { region }),
    // Checksums only where S3 demands them: other servers store the trailer of a streamed checksum as content.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Other servers seldom have a host name for each bucket.
    forcePathStyle: (process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL) !== undefined,
  });
}
