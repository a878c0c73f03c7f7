import { ProcessorBuilder, ValidationTypes } from '@forge/manifest';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Node, parse, parseDocument, type YAMLSeq } from 'yaml';
import { callsIn, type Manifest, named, neededScopes, systemTokensReadIn } from './scopes';
import { FORGE_DIRECTORY, FORGE_PAGES } from './vite';

const MANIFEST = 'manifest.yml';
const ADDRESS = 'https://latchkey.example.com';
const written = readFileSync(MANIFEST, 'utf8');
const calls = callsIn('../src/main/java');
const LINT = resolve('forge-lint/lint.mjs');

const scratch = mkdtempSync(join(tmpdir(), 'latchkey-manifest-'));

beforeAll(() => {
  if (!existsSync(join(FORGE_DIRECTORY, MANIFEST))) {
    throw new Error('There is no target/frontend-forge: run "npm run build" first.');
  }
  cpSync(FORGE_DIRECTORY, scratch, { recursive: true });
  process.env.LATCHKEY_BASE_URL = ADDRESS;
});

afterAll(() => {
  delete process.env.LATCHKEY_BASE_URL;
  rmSync(scratch, { recursive: true });
});

/** What Atlassian's own validators say of a manifest beside the built pages. None of them asks anybody. */
async function findings(yaml: string): Promise<string[]> {
  writeFileSync(join(scratch, MANIFEST), yaml);
  const found: string[] = [];
  for (const type of [ValidationTypes.FULL, ValidationTypes.PRODUCT_TRIGGER, ValidationTypes.FORGE_REMOTE_COMPUTE]) {
    const { errors = [] } = await ProcessorBuilder.instance().withValidation(type).build().process(join(scratch, MANIFEST));
    found.push(...errors.map(({ level, message }) => `${level}: ${message}`));
  }
  return found;
}

/** What Atlassian's lint says of each, in a process of its own: it needs another TypeScript. */
async function lints(...yamls: string[]): Promise<string[][]> {
  const folders = yamls.map((yaml, i) => {
    const folder = join(scratch, `lint-${i}`);
    cpSync(FORGE_DIRECTORY, folder, { recursive: true });
    writeFileSync(join(folder, MANIFEST), yaml);
    return folder;
  });
  const { stdout } = await promisify(execFile)(process.execPath, [LINT, ...folders], { timeout: 110_000 });
  return JSON.parse(stdout) as string[][];
}

/** As install.md says for those who would not let an app change Jira's settings. */
function withoutPostFunction(): string {
  const document = parseDocument(written);
  document.deleteIn(['modules', 'jira:workflowPostFunction']);
  const without = (path: string[], one: (entry: unknown) => boolean) => {
    const list = document.getIn(path) as YAMLSeq;
    list.items = list.items.filter((item) => !one((item as Node).toJS(document)));
  };
  without(['permissions', 'scopes'], (scope) => scope === 'manage:jira-configuration');
  without(['modules', 'endpoint'], (endpoint) => (endpoint as { key: string }).key === 'post-function');
  return document.toString();
}

const changed = (from: string | RegExp, to: string) => {
  const other = written.replace(from, to);
  expect(other).not.toBe(written);
  return other;
};

describe('manifest.yml, for Atlassian', () => {
  it.each([
    ['as it is', written],
    ['without the post function', withoutPostFunction()],
  ])('has nothing that its validators find, also no warning, %s', async (_, yaml) => {
    expect(await findings(yaml)).toEqual([]);
  }, 120_000);

  it('has nothing that its lint finds, which finds what is wrong', async () => {
    const [asItIs, without, wrong] = await lints(written, withoutPostFunction(), changed('endpoint: schedule', 'endpoint: shedule'));

    expect([asItIs, without]).toEqual([[], []]);
    expect(wrong?.join('\n')).toContain('shedule');
  }, 120_000);

  it.each([
    ['a scope that there is not', changed('- read:jira-user', '- read:jira-users'), 'read:jira-users'],
    ['an endpoint that there is not', changed('endpoint: schedule', 'endpoint: shedule'), 'shedule'],
    ['a page that was not built', changed('path: portal', 'path: portals'), 'portals'],
    ['an interval that there is not', changed('interval: hour', 'interval: hourly'), 'interval'],
    ['a name without words', changed('i18n: portal', 'i18n: portals'), 'portals'],
    ['a scope that its events need', changed('    - read:jira-work\n', ''), 'read:jira-work'],
  ])('would be found out with %s', async (_, yaml, word) => {
    expect((await findings(yaml)).join('\n')).toContain(word);
  }, 120_000);
});

describe('manifest.yml, for us', () => {
  it('is the one beside the built pages', () => {
    expect(readFileSync(join(FORGE_DIRECTORY, MANIFEST), 'utf8')).toBe(written);
  });

  it('needs the node’s address from whoever deploys it', async () => {
    delete process.env.LATCHKEY_BASE_URL;
    try {
      expect((await findings(written)).join('\n')).toContain("could not find environment variable 'LATCHKEY_BASE_URL'");
    } finally {
      process.env.LATCHKEY_BASE_URL = ADDRESS;
    }
  });
});

describe.each([
  ['as it is', written],
  ['without the post function', withoutPostFunction()],
])('manifest.yml, for us, %s', (_, yaml) => {
  const manifest = parse(yaml) as Manifest;

  it('asks for the scopes that are used, and for no other', () => {
    expect([...manifest.permissions.scopes].sort()).toEqual([...neededScopes(calls, manifest)].sort());
  });

  it('reads the calls of the node', () => {
    expect(calls).toContain('/rest/servicedeskapi/request/{id}/approval');
    expect(() => neededScopes(['/rest/api/3/group/member'], manifest)).toThrow('The node calls /rest/api/3/group/member');
  });

  it('has endpoints, resources and remotes that are used', () => {
    const { endpoint, ...others } = manifest.modules;

    expect([...named('endpoint', others)].sort()).toEqual(endpoint.map(({ key }) => key).sort());
    expect([...named('resource', manifest.modules)].sort()).toEqual(manifest.resources.map(({ key }) => key).sort());
    expect([...named('remote', endpoint)]).toEqual(manifest.remotes.map(({ key }) => key));
    expect(manifest.resources.map(({ key }) => key)).toEqual(FORGE_PAGES);
  });

  it('says every name in both languages', () => {
    const [english, german] = ['en-US', 'de-DE'].map((locale) => JSON.parse(readFileSync(join(FORGE_DIRECTORY, 'locales', `${locale}.json`), 'utf8')));

    expect(Object.keys(german)).toEqual(Object.keys(english));
    expect(Object.keys(german.look)).toEqual(Object.keys(english.look));
    expect(JSON.stringify(german)).not.toBe(JSON.stringify(english));
  });

  it('sends what happens to a path of its own below /forge, once each', () => {
    const routes = manifest.modules.endpoint.filter(({ key }) => key !== 'pages').map(({ route }) => route?.path ?? '');

    expect(new Set(routes).size).toBe(routes.length);
    for (const route of routes) {
      expect(route).toMatch(/^\/forge\/[a-z-]+$/);
    }
  });

  it('sends a token where the node reads it, and nowhere else', () => {
    const sent = (token: string) => manifest.modules.endpoint.filter(({ auth }) => auth?.[token]?.enabled).map(({ key, route }) => route?.path ?? key);

    // The post function may be left out; everything else that the node reads one for is there.
    const left = 'jira:workflowPostFunction' in manifest.modules ? [] : ['/forge/post-function'];
    const read = systemTokensReadIn('../src/main/java').filter((path) => !left.includes(path));
    expect(sent('appSystemToken').sort()).toEqual(read.sort());
    expect(sent('appUserToken')).toEqual(['pages']);
  });

  it('sends nothing anywhere else', () => {
    expect(manifest.permissions.external).toBeUndefined();
    expect(manifest.permissions.content?.scripts).toBeUndefined();
    expect(manifest.remotes.map(({ baseUrl }) => baseUrl)).toEqual(['${LATCHKEY_BASE_URL}']);
    expect(yaml).not.toMatch(/https?:/);
  });

  it('gives customers the portal’s panel, and nobody without a licence anything else', () => {
    const open = Object.entries(manifest.modules).flatMap(([module, entries]) =>
      entries.filter((entry) => 'unlicensedAccess' in entry).map((entry) => [module, (entry as { unlicensedAccess: string[] }).unlicensedAccess]),
    );

    expect(open).toEqual([['jiraServiceManagement:portalRequestDetailPanel', ['customer', 'unlicensed']]]);
  });
});
