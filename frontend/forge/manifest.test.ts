import { ProcessorBuilder, ValidationTypes } from '@forge/manifest';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { callsIn, type Manifest, named, neededScopes, systemTokensReadIn } from './scopes';
import { FORGE_DIRECTORY, FORGE_PAGES } from './vite';

const MANIFEST = 'manifest.yml';
const written = readFileSync(MANIFEST, 'utf8');
const manifest = parse(written) as Manifest;
const calls = callsIn('../src/main/java');

const scratch = mkdtempSync(join(tmpdir(), 'latchkey-manifest-'));

beforeAll(() => {
  if (!existsSync(join(FORGE_DIRECTORY, MANIFEST))) {
    throw new Error('There is no target/frontend-forge: run "npm run build" first.');
  }
  cpSync(FORGE_DIRECTORY, scratch, { recursive: true });
  process.env.LATCHKEY_BASE_URL = 'https://latchkey.example.com';
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

const changed = (from: string | RegExp, to: string) => {
  const other = written.replace(from, to);
  expect(other).not.toBe(written);
  return other;
};

describe('manifest.yml, for Atlassian', () => {
  it('has nothing that its validators find, also no warning', async () => {
    expect(await findings(written)).toEqual([]);
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

    expect(sent('appSystemToken').sort()).toEqual(systemTokensReadIn('../src/main/java').sort());
    expect(sent('appUserToken')).toEqual(['pages']);
  });

  it('sends nothing anywhere else', () => {
    expect(manifest.permissions.external).toBeUndefined();
    expect(manifest.permissions.content?.scripts).toBeUndefined();
    expect(manifest.remotes.map(({ baseUrl }) => baseUrl)).toEqual(['${LATCHKEY_BASE_URL}']);
    expect(written).not.toMatch(/https?:/);
  });

  it('gives customers the portal’s panel, and nobody without a licence anything else', () => {
    const open = Object.entries(manifest.modules).flatMap(([module, entries]) =>
      entries.filter((entry) => 'unlicensedAccess' in entry).map((entry) => [module, (entry as { unlicensedAccess: string[] }).unlicensedAccess]),
    );

    expect(open).toEqual([['jiraServiceManagement:portalRequestDetailPanel', ['customer', 'unlicensed']]]);
  });

  it('needs the node’s address from whoever deploys it', async () => {
    delete process.env.LATCHKEY_BASE_URL;

    expect((await findings(written)).join('\n')).toContain("could not find environment variable 'LATCHKEY_BASE_URL'");
  });
});
