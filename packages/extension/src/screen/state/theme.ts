/** The colours of the screen; `system` follows the device. */
export type Theme = 'system' | 'light' | 'dark';
