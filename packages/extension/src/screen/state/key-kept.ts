/** How long the key is kept: until the window or the browser is closed, or on the disk. */
export type KeyKept = 'window' | 'browser' | 'disk';
