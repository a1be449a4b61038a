import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Sample } from './sample.ts';

/** For `node --import`: sends the state of the server's process to the parent process once a second. */
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
setInterval(() => {
  const { rss, heapUsed, external } = process.memoryUsage();
  const sample: Sample = {
    rss,
    heapUsed,
    external,
    resources: process.getActiveResourcesInfo().length,
    delayP99: delay.percentile(99) / 1e6,
    delayMax: delay.max / 1e6,
  };
  delay.reset();
  process.send?.(sample);
}, 1_000).unref();
process.channel?.unref();
