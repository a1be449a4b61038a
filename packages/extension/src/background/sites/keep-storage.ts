/** The part of Chromium's `storage` that Firefox lacks. */
declare const chrome: {
  readonly storage?: {
    readonly local: { setAccessLevel(options: { accessLevel: 'TRUSTED_CONTEXTS' }): Promise<void> };
  };
};

/**
 * Keeps stored values, the proxy's key among them, from the processes of pages that run a content script. Content scripts
 * ask the background for all they need. In Firefox they can read `storage.local`, and these do not.
 */
export function keepStorageFromPages(): void {
  if (import.meta.env.MODE !== 'firefox')
    void chrome.storage?.local.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' });
}
