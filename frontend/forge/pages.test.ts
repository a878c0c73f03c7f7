import { CSPInjectionService, CSPProcessingService } from '@forge/csp';
import { load } from 'cheerio';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { anOverview } from '../src/shared/testing/admin';
import { ForgeHost } from '../src/shared/testing/forge';
import type { Manifest } from './scopes';
import { FORGE_DIRECTORY } from './vite';

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The page from which the browser gets what the module was told to hand to the host. */
const BRIDGE = `
  document.addEventListener('securitypolicyviolation', (event) => window.violated(event.effectiveDirective + ' ' + (event.sourceFile || event.blockedURI)));
  window.__bridge = {
    callBridge: (name, payload) => {
      switch (name) {
        case 'enableTheming': document.documentElement.dataset.colorMode = 'dark'; return Promise.resolve();
        case 'on': return Promise.resolve({ unsubscribe() {} });
        default: return window.callHost(name, payload);
      }
    },
  };`;

/** Somebody without a browser has asked for it: mvn -DskipBrowserTests. */
const skipped = process.env.SKIP_BROWSER_TESTS === 'true';

const manifest = parse(readFileSync('manifest.yml', 'utf8')) as Manifest;
const host = new ForgeHost();
let browser: Browser;
let server: Server;
let origin: string;

/** What Forge's CDN sends with a page, from the library with which Forge itself makes it. Only one page needs what the manifest adds. */
function policyOf(page: string, html: string): string {
  const permissions = page.includes('/admin/') ? manifest.permissions : {};
  const logger = { info() {}, warn() {}, error() {} };
  const details = new CSPProcessingService(logger as never, load as never).getCspDetails(html, permissions as never);
  const directives = new CSPInjectionService().getInjectableCSP({ existingCSPDetails: details, microsEnv: 'prod' });
  return directives.filter((directive) => !directive.startsWith('report-uri')).join('; ');
}

beforeAll(async () => {
  if (skipped) {
    return;
  }
  server = createServer((request, response) => {
    const file = join(FORGE_DIRECTORY, new URL(request.url ?? '/', 'http://x').pathname);
    if (!existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const body = readFileSync(file);
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
    if (file.endsWith('.html')) {
      response.setHeader('Content-Security-Policy', policyOf(file, body.toString()));
    }
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const executablePath = INSTALLED.find((path) => existsSync(path)) ?? (await (await import('@sparticuz/chromium')).default.executablePath());
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

/** A page as Jira opens it, with what it did that it may not do. */
async function open(page: string): Promise<{ page: Page; wrong: string[] }> {
  const wrong: string[] = [];
  const opened = await browser.newPage();
  await opened.exposeFunction('callHost', (name: string, payload: unknown) => host.callBridge(name, payload));
  await opened.exposeFunction('violated', (what: string) => wrong.push(what));
  await opened.addInitScript(BRIDGE);
  opened.on('request', (request) => new URL(request.url()).origin === origin || request.url().startsWith('blob:') || wrong.push(`asked ${request.url()}`));
  opened.on('response', (response) => response.ok() || wrong.push(`${response.status()} ${response.url()}`));
  opened.on('pageerror', (error) => wrong.push(String(error)));
  await opened.goto(`${origin}/${page}/index.html`);
  return { page: opened, wrong };
}

describe.skipIf(skipped)('a page on Forge’s CDN, under its policy', () => {
  it('is the ticket', async () => {
    host.reset();
    host.context = { locale: 'en_US', timezone: 'UTC', extension: { issue: { id: '10042', key: 'ITH-7' } } };
    host.json('GET /api/tickets/10042', { code: 'request.unknown' }, 404);

    const { page, wrong } = await open('ticket');
    await page.getByText('There is nothing here').waitFor();

    expect(wrong).toEqual([]);
    await page.close();
  });

  it('is the portal', async () => {
    host.reset();
    host.context = { locale: 'de_DE', timezone: 'UTC', extension: { request: { key: 'ITH-7' } } };
    host.json('GET /api/portal/requests/ITH-7', {
      issueId: '10042',
      issueKey: 'ITH-7',
      state: 'waiting',
      you: { reporter: true, approver: false, recipient: false },
      progress: { done: 1, of: 2 },
      handovers: [],
    });

    const { page, wrong } = await open('portal');
    await page.getByText('1 von 2 Schritten erledigt').waitFor();

    expect(wrong).toEqual([]);
    await page.close();
  });

  it('is the action of a rule', async () => {
    host.reset();

    const { page, wrong } = await open('automation');
    await page.getByLabel('Work item key').fill('ITH-7');

    await expect.poll(() => host.submitted.at(-1)).toEqual({ issueKey: 'ITH-7' });
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('is the administrators’, with the editor of recipes', async () => {
    host.reset();
    host.json('GET /api/overview', anOverview()).json('GET /api/recipes', []).json('GET /schemas/recipe-1.schema.json', { type: 'object' });
    host.json('GET /api/ready-recipes', [{ key: 'onboard', title: 'Onboard', yaml: 'key: onboard # kept\nsteps: []\n' }]);
    host.json('POST /api/recipes/check', { problems: [] });

    const { page, wrong } = await open('admin');
    await page.getByRole('link', { name: 'Recipes', exact: true }).click();
    await page.getByRole('link', { name: 'New recipe' }).first().click();
    await page.getByRole('button', { name: /Onboard/ }).click();
    await page.getByRole('tab', { name: 'Text' }).click();
    await page.getByText('# kept').waitFor();
    const gutter = await page.locator('.cm-gutters').evaluate((part) => getComputedStyle(part).display);
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await expect.poll(() => host.received.find((call) => call.path === '/api/recipes/check')?.body).toBe(
      JSON.stringify({ text: 'key: onboard # kept\nsteps: []\n' }),
    );

    expect(gutter).toBe('flex');
    expect(wrong).toEqual([]);
    await page.close();
  });
});
