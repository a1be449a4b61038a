import { createServer } from 'node:http';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ExtensionBrowser } from './chromium-extension.ts';

/** A site that is not Shoji's, on loopback. */
export interface OtherSite {
  /** Its address at `localhost`, another host than the proxy's `127.0.0.1`. */
  readonly origin: string;
  readonly port: number;
  /** Paths that were requested, in order. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

type File = readonly [type: string, body: string | Uint8Array];

/**
 * Serves files under a content security policy that allows nothing from elsewhere and nothing inline.
 * @param files By path. A function is called at each request.
 */
export async function startSite(
  files: Readonly<Record<string, File | (() => File | Promise<File>)>>,
): Promise<OtherSite> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const found = files[path];
    const file = typeof found === 'function' ? await found() : found;
    const [type, body] = file ?? ['text/plain', ''];
    response.writeHead(file ? 200 : 404, {
      'content-type': type,
      'content-security-policy': "default-src 'self'; img-src *",
    });
    response.end(body);
  });
  // On every loopback address, so that one server is several hosts.
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  return {
    origin: `http://localhost:${port}`,
    port,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Presses a switch for the site in the side panel, which shows it after a choice in the context menu.
 * @param name The switch.
 * @param page The page to go back to.
 */
export async function turn(
  on: boolean,
  name: string,
  at: {
    readonly extension: ExtensionBrowser;
    readonly panel: Page;
    readonly site: OtherSite;
    readonly page: Page;
  },
): Promise<void> {
  const { extension, panel, site, page } = at;
  await extension.choose({ menuItemId: 'this-site', pageUrl: `${site.origin}/` });
  await panel.bringToFront();
  const button = panel.getByRole('button', { name });
  await expect.poll(() => button.getAttribute('aria-pressed')).toBe(String(!on));
  await button.click();
  await expect.poll(() => button.getAttribute('aria-pressed')).toBe(String(on));
  await page.bringToFront();
}

/** Names of what has a role in a page. Only the accessibility tree reaches into a closed shadow root. */
export async function namesOf(role: 'button' | 'StaticText', page: Page): Promise<string[]> {
  const devTools = await page.context().newCDPSession(page);
  const { nodes } = await devTools.send('Accessibility.getFullAXTree');
  await devTools.detach();
  return nodes.filter((node) => node.role?.value === role).map(({ name }) => String(name?.value));
}
