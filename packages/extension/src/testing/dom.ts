import '@testing-library/jest-dom/vitest';
import './fake-browser.ts';
import { cleanup, configure } from '@testing-library/preact';
import { afterEach } from 'vitest';

// Set-up for tests that render: matchers, a fake extension API, and an empty page after each test.

// As long as `expect.poll` in vitest.config.ts: what opens first may load modules, which takes long on a busy machine.
configure({ asyncUtilTimeout: 30_000 });

afterEach(cleanup);

/** happy-dom has no Web Locks. Like the real ones, these run one at a time. */
let held: Promise<unknown> = Promise.resolve();
Object.defineProperty(navigator, 'locks', {
  configurable: true,
  value: {
    request(_name: string, work: () => Promise<unknown>) {
      held = held.then(work, work);
      return held;
    },
  },
});
