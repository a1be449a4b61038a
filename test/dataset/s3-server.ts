import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface S3Server {
  /** Settings for the SDK and the command line. */
  readonly env: Readonly<Record<string, string>>;
  /** Puts many small objects with one content into a folder of the bucket, as the server keeps them on disk. */
  fill(folder: string, names: readonly string[], content: string): Promise<void>;
  stop(): Promise<void>;
}

/** A server that speaks S3, with one bucket, in a separate process: its paging tokens need OpenSSL's legacy ciphers. */
export async function startS3(bucket: string, directory: string): Promise<S3Server> {
  const program = fileURLToPath(new URL('fixtures/s3rver.ts', import.meta.url));
  const server = spawn(process.execPath, ['--openssl-legacy-provider', program, bucket, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(createInterface(server.stdout), 'line')) as [string];
  return {
    // The only access key that this server accepts.
    env: {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'S3RVER',
      AWS_SECRET_ACCESS_KEY: 'S3RVER',
      AWS_REGION: 'us-east-1',
    },
    fill: async (folder, names, content) => {
      const path = join(directory, bucket, folder);
      await mkdir(path, { recursive: true });
      await Promise.all(names.map((name) => writeFile(join(path, `${name}._S3rver_object`), content)));
    },
    stop: async () => {
      server.kill();
      await once(server, 'exit');
    },
  };
}
