import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { OperatorError } from '@shoji/core';

/** Another process on this machine holds the lock. */
export class LockedError extends OperatorError {
  override readonly name = 'LockedError';
}

/**
 * Locks `folder` against other processes of this machine until the returned function is called or this process ends,
 * also by a kill: the lock is a listening socket, which, unlike a lock file, ends with its process.
 * @throws LockedError
 */
export async function lock(folder: string): Promise<() => Promise<void>> {
  const name = `shoji-${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 24)}`;
  const address = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
  const server = await listen(address).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    if (await answers(address)) throw new LockedError(`Another scan is writing to ${folder}.`);
    // The socket file of a killed process, without a listener.
    await rm(address, { force: true });
    return listen(address);
  });
  server.unref();
  return () => new Promise((done) => server.close(() => done()));
}

function listen(address: string): Promise<Server> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.end());
    server.once('error', fail);
    server.listen(address, () => done(server));
  });
}

function answers(address: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(address, () => done(true));
    socket.once('error', () => done(false));
    socket.unref();
    socket.resume();
  });
}
