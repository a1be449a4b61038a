import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/preact';
import { afterEach } from 'vitest';

// Before each file that draws: matchers for what a person perceives, and an empty page after each test.

afterEach(cleanup);
