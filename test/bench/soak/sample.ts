/** One second of a server's process. Bytes, and milliseconds. */
export interface Sample {
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
  /** The resources that keep the event loop busy: sockets, timers, requests. */
  readonly resources: number;
  readonly delayP99: number;
  readonly delayMax: number;
}

export function isSample(value: unknown): value is Sample {
  return typeof value === 'object' && value !== null && 'delayP99' in value;
}
