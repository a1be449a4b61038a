import { writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { vi } from 'vitest';
import { exitCode, start } from '../cli/shoji.ts';
import { type AwsServer, failing, jsonError, type Operation } from '../upstreams/aws/index.ts';

export const ROLE = 'arn:aws:iam::111122223333:role/comprehend';
/** Default arguments of the command line. */
export const FLAGS = { pollSeconds: 0.002, wait: true };

/** Labelled texts as `shoji classifier prepare` writes them for Comprehend, with everything that CSV must quote. */
export async function writeData(
  file: string,
  labels: readonly string[] = ['Toxic', 'Not Toxic'],
  perLabel = 60,
  more = '',
): Promise<string> {
  const rows = Array.from({ length: perLabel }, (_, index) =>
    labels.map((label) => `${label},"a ""café"", number ${index}\nof ${label}${more}"\r\n`).join(''),
  );
  await writeFile(file, rows.join(''));
  return file;
}

/** Starts the command line as a child process; `signal` sends it a signal, `ended` resolves with its output. */
export function begin(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = start(['classifier', ...args], env);
  const ended = Promise.all([text(child.stdout), text(child.stderr), exitCode(child)]).then(
    ([stdout, stderr, code]) => ({ stdout, stderr, code }),
  );
  const died = ended.then(({ stderr }) => {
    throw new Error(`It has ended before: ${stderr}`);
  });
  died.catch(() => {});
  return {
    ended,
    signal: (name: 'SIGINT' | 'SIGKILL') => child.kill(name),
    /** Resolves when the command has called an operation so many times. */
    async asks(aws: AwsServer, operation: Operation, times: number): Promise<void> {
      while (aws.of(operation).length < times) await Promise.race([aws.next(), died]);
    },
  };
}

/** Runs it to its end. */
export function run(args: readonly string[], env: Readonly<Record<string, string>>) {
  return begin(args, env).ended;
}

/** An answer that refuses an operation with this error. */
export function refused(name: string, message = 'The service says why.') {
  return failing(jsonError(name, 400, message));
}

/** The output of a command that runs in this process. */
export async function heard(running: () => Promise<number>) {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    lines.push(String(chunk));
    return true;
  });
  try {
    const code = await running();
    return { code, said: lines.join('\n') };
  } catch (error) {
    return { code: undefined, said: `${lines.join('\n')}\n${error}` };
  } finally {
    log.mockRestore();
    write.mockRestore();
  }
}

/** A bucket on loopback that accepts everything, unless `answer` is given. */
export async function startBucket() {
  const bucket = { url: '', answer: takesAll, close: async () => {} };
  const server = createServer(async (request, response) => {
    await buffer(request);
    bucket.answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bucket.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  bucket.close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return bucket;
}

export const takesAll: RequestListener = ({ method }, response) => {
  response.writeHead(method === 'PUT' ? 200 : 404, { etag: '"1"' }).end();
};

/** An error in the format of S3. */
export function s3Refused(status: number, code: string): RequestListener {
  return ({ method }, response) => {
    response.writeHead(status, { 'content-type': 'application/xml', 'x-amz-bucket-region': 'eu-west-1' });
    response.end(method === 'HEAD' ? '' : `<Error><Code>${code}</Code><Message>Because.</Message></Error>`);
  };
}
