import '@testing-library/jest-dom/vitest';
import './fake-browser.ts';
import { cleanup, configure } from '@testing-library/preact';
import { afterEach } from 'vitest';

// Before each file that draws: matchers for what a person perceives, a browser to be extended, and an empty page after
// each test.

// As for Vitest's own polls: a busy machine is no failure.
configure({ asyncUtilTimeout: 30_000 });

afterEach(cleanup);

/** happy-dom has no locks; those who ask for this one wait for each other too. */
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
