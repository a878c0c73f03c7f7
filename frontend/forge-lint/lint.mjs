/*
 * Atlassian's lint of Forge apps, as "forge lint" runs it on this side: without a login, and without asking anybody. Takes folders
 * with a manifest.yml and what it names; prints a JSON list with what is found in each, as a list of "class: message".
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lint } from '@forge/lint';
import { parse } from 'yaml';

// One of its rules compares calls in an app's own code with Atlassian's descriptions of its interfaces, which it would ask for. This
// app has no code that runs at Forge, so it is given descriptions in which nothing is.
const NOTHING = fileURLToPath(new URL('nothing.json', import.meta.url));
process.env.USE_LOCAL_SWAGGER = 'true';
for (const product of ['JIRA', 'JSM', 'JSW', 'CONF', 'CONF_V2', 'BB']) {
  process.env[`LOCAL_${product}_SWAGGER`] = NOTHING;
}

globalThis.fetch = async (address) => {
  throw new Error(`The lint asked for ${address}; it is meant to find everything by itself.`);
};

// Which runtimes Atlassian is about to end is told to those who are logged in.
const withoutLogin = { getDeprecatedRuntimes: async () => [] };

// It says so, and goes on, where one of its rules breaks: a rule that has judged nothing has not passed.
const logger = {
  info: (line) => {
    throw new Error(line);
  },
};

async function findings(folder) {
  process.chdir(folder);
  const manifest = parse(readFileSync('manifest.yml', 'utf8'));
  const results = await lint([], manifest, 'production', logger, withoutLogin, { linter: { mode: 'client-side' } });
  const rules = results.flatMap(({ errors, warnings, approvals }) => [...errors, ...warnings, ...approvals]);
  return rules.map((rule) => `${rule.class}: ${rule.message}`);
}

const found = [];
for (const folder of process.argv.slice(2)) {
  found.push(await findings(folder));
}
console.log(JSON.stringify(found));
