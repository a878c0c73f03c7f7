import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { EditorView } from 'codemirror';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { draw, FakeBridge } from '../../../shared/testing/render';
import type { Recipe } from '../api/recipes';
import Recipes from './Recipes';

const DOCUMENT = {
  key: 'onboard',
  title: 'Onboard an employee',
  match: { serviceDesk: '1', requestTypes: ['12'] },
  steps: [{ id: 'account', uses: 'okta.create-user' }],
};

function aRecipe(different: Partial<Recipe> = {}): Recipe {
  return { key: 'onboard', title: 'Onboard an employee', version: 3, savedAt: '2026-11-26T10:00:00Z', document: DOCUMENT, ...different };
}

const SAVE = '/api/recipes?why=';
const refused = (...problems: Array<[pointer: string, sentence: string]>) => ({
  status: 422,
  body: {
    code: 'recipe.refused',
    detail: 'The recipe was not saved.',
    problems: problems.map(([pointer, sentence]) => ({ code: 'recipe.x', pointer, sentence })),
  },
});

function open(path: string, bridge = new FakeBridge()) {
  const { hook, history, navigate } = memoryLocation({ path, record: true });
  bridge.on('GET /schemas/recipe-1.schema.json', { body: { type: 'object', properties: { key: { type: 'string' } } } });
  draw(
    <Router hook={hook}>
      <Recipes />
    </Router>,
    bridge,
  );
  return { bridge, history, navigate };
}

async function edit(...told: Array<{ body: Recipe }>) {
  const opened = open('/recipes/onboard', new FakeBridge().on('GET /api/recipes/onboard', ...(told.length > 0 ? told : [{ body: aRecipe() }])));
  await screen.findByRole('heading', { level: 1, name: 'Onboard an employee' });
  return opened;
}

const click = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }));
const show = (tab: string) => userEvent.click(screen.getByRole('tab', { name: tab }));

async function codeMirror(): Promise<EditorView> {
  const content = await screen.findByRole('textbox', { name: 'Recipe as text' }, { timeout: 8_000 });
  return EditorView.findFromDOM(content) as EditorView;
}

async function write(text: string) {
  const view = await codeMirror();
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}

describe('the recipes', () => {
  it('are listed with their version, and open', async () => {
    const { history } = open(
      '/recipes',
      new FakeBridge().on('GET /api/recipes', { body: [aRecipe()] }).on('GET /api/recipes/onboard', { body: aRecipe() }),
    );

    await screen.findByRole('table', { name: 'Recipes' });
    expect(screen.getAllByRole('cell').map((cell) => cell.textContent)).toEqual(['Onboard an employee', 'onboard', '3', '26 Nov 2026, 11:00']);
    expect(screen.getByRole('link', { name: 'New recipe' })).toHaveAttribute('href', '#/recipes/+new');
    await userEvent.click(screen.getByRole('link', { name: 'Onboard an employee' }));

    expect(await screen.findByLabelText('Key')).toHaveValue('onboard');
    expect(history?.at(-1)).toBe('/recipes/onboard');
  });

  it('say so where there are none, with the way to the first', async () => {
    open('/recipes', new FakeBridge().on('GET /api/recipes', { body: [] }));

    expect(await screen.findByText('No recipes yet')).toBeVisible();
    expect(screen.getAllByRole('link', { name: 'New recipe' })).toHaveLength(2);
  });

  it.each([
    ['/recipes', 'GET /api/recipes'],
    ['/recipes/onboard', 'GET /api/recipes/onboard'],
    ['/recipes/+new', 'GET /api/ready-recipes'],
  ])('draw a refusal at %s', async (path, call) => {
    open(path, new FakeBridge().on(call, { status: 403 }));
    expect(screen.getByRole('status', { name: 'Loading' })).toBeVisible();

    expect(await screen.findByText('This is not for you to see')).toBeVisible();
  });
});

describe('a new recipe', () => {
  const READY = [{ key: 'offboard', title: 'Offboard an employee', yaml: '# Ready\nkey: offboard\ntitle: Offboard\nsteps: []\n' }];
  const choose = () => open('/recipes/+new', new FakeBridge().on('GET /api/ready-recipes', { body: READY }));

  it('begins with one that is ready, whose words stay', async () => {
    const { bridge, history } = choose();

    await userEvent.click(await screen.findByRole('button', { name: /Offboard an employee/ }));
    expect(await screen.findByLabelText('Title')).toHaveValue('Offboard');
    expect(screen.queryByRole('tab', { name: 'History' })).toBeNull();
    bridge.on(`POST ${SAVE}`, { status: 201, body: aRecipe({ key: 'offboard', title: 'Offboard', version: 1 }) });
    bridge.on('GET /api/recipes/offboard', { body: aRecipe({ key: 'offboard', title: 'Offboard', version: 1 }) });
    await click('Save as a new version');

    await waitFor(() => expect(history?.at(-1)).toBe('/recipes/offboard'));
    expect(bridge.sent('POST', SAVE)[0]?.body).toBe(READY[0]?.yaml);
    expect(await screen.findByRole('tab', { name: 'History' })).toBeVisible();
  });

  it('may begin empty', async () => {
    choose();

    await userEvent.click(await screen.findByRole('button', { name: 'An empty recipe' }));

    expect(await screen.findByLabelText('Key')).toHaveValue('my-recipe');
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('New recipe');
  });
});

describe('checking a recipe', () => {
  const CHECK = 'POST /api/recipes/check';

  it('says that nothing is wrong, until it is changed', async () => {
    const { bridge } = await edit();
    bridge.on(CHECK, { body: {} });

    await click('Check');
    expect(await screen.findByText('Nothing is wrong with it.')).toBeVisible();
    const [sent] = bridge.sent('POST', '/api/recipes/check');
    expect(sent?.contentType).toBe('application/yaml');
    expect(parse(sent?.body as string)).toEqual(DOCUMENT);
    await userEvent.type(screen.getByLabelText('Title'), '!');

    expect(screen.queryByText('Nothing is wrong with it.')).toBeNull();
  });

  it('names everything that is wrong, with its place', async () => {
    const { bridge } = await edit();
    bridge.on(CHECK, refused(['/steps/0/uses', 'There is no such step.'], ['', 'A delivery is missing.']));

    await click('Check');

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('2 things are wrong');
    expect(within(alert).getAllByRole('listitem').map((one) => one.textContent)).toEqual(['/steps/0/uses There is no such step.', '/ A delivery is missing.']);
  });

  it('marks the place in the text, and forgets it when the text is changed', async () => {
    const { bridge } = await edit();
    bridge.on(CHECK, refused(['/steps/0/uses', 'There is no such step.']));
    await click('Check');
    expect(await screen.findByText('One thing is wrong')).toBeVisible();

    await show('Text');
    const view = await codeMirror();
    await waitFor(() => expect(view.dom.querySelector('.cm-lintRange-error')).toHaveTextContent('okta.create-user'));
    const line = view.dom.querySelector('.cm-lintRange-error')?.closest('.cm-line');
    expect(line).toHaveTextContent('uses: okta.create-user');
    await write('key: onboard\n');

    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    expect(view.dom.querySelector('.cm-lintRange-error')).toBeNull();
  });

  it('draws a Jira or Okta that does not answer', async () => {
    const { bridge } = await edit();
    bridge.on(CHECK, { status: 503, body: { code: 'okta.unavailable', detail: 'x' } });

    await click('Check');

    expect(await screen.findByRole('alert')).toHaveTextContent('Latchkey does not answer');
    expect(screen.queryByText('Nothing is wrong with it.')).toBeNull();
  });

  it('forgets what saving said before', async () => {
    const { bridge } = await edit();
    bridge.on(`POST ${SAVE}`, { status: 503 }).on(CHECK, refused(['/key', 'It is taken.']), { body: {} });
    await click('Save as a new version');
    expect(await screen.findByText('Latchkey does not answer')).toBeVisible();

    await click('Check');
    expect(await screen.findByText('It is taken.')).toBeVisible();
    expect(screen.queryByText('Latchkey does not answer')).toBeNull();
    await click('Check');

    expect(await screen.findByText('Nothing is wrong with it.')).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('saving a recipe', () => {
  it('takes the reason along, and says which version it is', async () => {
    const { bridge, history } = await edit();
    bridge.on(`POST ${SAVE}new+team`, { body: aRecipe({ version: 4 }) });
    await userEvent.type(screen.getByLabelText('What is it changed for? It goes into the audit.'), 'new team');
    await userEvent.type(screen.getByLabelText('Title'), ' now');

    await click('Save as a new version');

    expect(await screen.findByText('Saved as version 4.')).toBeVisible();
    const [sent] = bridge.sent('POST', `${SAVE}new+team`);
    expect(sent?.contentType).toBe('application/yaml');
    expect(parse(sent?.body as string)).toEqual({ ...DOCUMENT, title: 'Onboard an employee now' });
    expect(screen.getByLabelText('Title')).toHaveValue('Onboard an employee now');
    expect(history).toEqual(['/recipes/onboard']);
  });

  it('is refused with everything that is wrong, and loses nothing', async () => {
    const { bridge } = await edit();
    bridge.on(`POST ${SAVE}`, refused(['/title', 'It is too long.']));
    await userEvent.type(screen.getByLabelText('Title'), '!!');

    await click('Save as a new version');

    expect(await screen.findByRole('alert')).toHaveTextContent('One thing is wrong/title It is too long.');
    expect(screen.getByLabelText('Title')).toHaveValue('Onboard an employee!!');
    expect(screen.queryByText(/Saved as/)).toBeNull();
  });

  it('says in the server’s words what is no problem of a place', async () => {
    const { bridge } = await edit();
    bridge.on(`POST ${SAVE}`, { status: 409, body: { code: 'recipe.changed', detail: 'Somebody else has saved it meanwhile.' } });

    await click('Save as a new version');

    expect(await screen.findByRole('alert')).toHaveTextContent('Somebody else has saved it meanwhile.');
  });

  it('follows a recipe to its new key', async () => {
    const { bridge, history } = await edit();
    bridge.on(`POST ${SAVE}`, { body: aRecipe({ key: 'join', version: 1 }) }).on('GET /api/recipes/join', { body: aRecipe({ key: 'join', version: 1 }) });

    await click('Save as a new version');

    await waitFor(() => expect(history?.at(-1)).toBe('/recipes/join'));
  });

  it('shows, when it is opened again, what somebody else has saved since', async () => {
    const { bridge, navigate } = await edit({ body: aRecipe() }, { body: aRecipe({ document: { ...DOCUMENT, title: 'Theirs' } }) });
    bridge.on('GET /api/recipes', { body: [] });
    await userEvent.click(screen.getByRole('link', { name: 'All recipes' }));
    await screen.findByText('No recipes yet');

    navigate('/recipes/onboard');

    await waitFor(() => expect(screen.getByLabelText('Title')).toHaveValue('Theirs'));
  });
});

describe('the two views of a recipe', () => {
  it('say the same', async () => {
    const { bridge } = await edit();
    await userEvent.type(screen.getByLabelText('Title'), '!');
    await show('Text');
    expect((await codeMirror()).state.doc.toString()).toContain('title: Onboard an employee!\n');
    await write('# mine\nkey: onboard\ntitle: Written\n');
    await show('Form');

    expect(screen.getByRole('tab', { name: 'Form' })).toHaveAttribute('aria-selected', 'true');
    expect(screen.getByLabelText('Title')).toHaveValue('Written');
    await userEvent.type(screen.getByLabelText('Title'), '?');
    bridge.on(`POST ${SAVE}`, { body: aRecipe({ version: 4 }) });
    await click('Save as a new version');
    await screen.findByText('Saved as version 4.');
    expect(bridge.sent('POST', SAVE)[0]?.body).toBe('# mine\nkey: onboard\ntitle: Written?\n');
  });

  it('say what is no YAML, and neither check, save nor overwrite it', async () => {
    await edit();
    await show('Text');
    await write('key: [');

    expect(await screen.findByText('The text is no YAML')).toBeVisible();
    expect(screen.getByText(/at line 1/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Check' })).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Save as a new version' })).toBeDisabled();
    await show('Form');
    expect(screen.queryByLabelText('Title')).toBeNull();
    await show('Text');
    expect((await codeMirror()).state.doc.toString()).toBe('key: [');
  });

  it('draw a text whose schema does not come', async () => {
    const { bridge } = await edit();
    bridge.on('GET /schemas/recipe-1.schema.json', { status: 404 });

    await show('Text');

    expect(await screen.findByText('There is nothing here')).toBeVisible();
  });
});

describe('the preview of a recipe', () => {
  const RUN = 'POST /api/requests/10042/dry-run';

  async function preview(told: Parameters<FakeBridge['on']>[1]) {
    const { bridge } = await edit();
    bridge.on(RUN, told);
    await userEvent.type(screen.getByLabelText('Title'), '!');
    await show('Preview');
    await userEvent.type(screen.getByLabelText('Request, such as ITH-7'), '10042');
    await click('Show what approving would do');
    return bridge;
  }

  it('shows what approving would do with what is being edited', async () => {
    const bridge = await preview({
      body: { text: 'An account for Anna is made.', code: 'preview.ok', steps: [{ id: 'account', uses: 'okta.create-user', with: { login: 'anna@example.com' } }] },
    });

    expect(await screen.findByText('An account for Anna is made.')).toBeVisible();
    const step = within(screen.getByRole('heading', { name: 'Steps' }).closest('section') as HTMLElement).getByRole('listitem');
    expect(step).toHaveTextContent('account okta.create-user');
    expect(step).toHaveTextContent('"login": "anna@example.com"');
    expect(screen.getByLabelText('Request, such as ITH-7')).toHaveAccessibleDescription('Nothing is written in Jira or Okta.');
    const [sent] = bridge.sent('POST', '/api/requests/10042/dry-run');
    expect(sent?.contentType).toBe('application/yaml');
    expect(parse(sent?.body as string).title).toBe('Onboard an employee!');
  });

  it('shows no heading over no steps', async () => {
    await preview({ body: { text: 'It is held: the start date is missing.', code: 'held', steps: [] } });

    expect(await screen.findByText('It is held: the start date is missing.')).toBeVisible();
    expect(screen.queryByRole('heading', { name: 'Steps' })).toBeNull();
  });

  it('names what is wrong with the recipe', async () => {
    await preview(refused(['/steps/0/uses', 'There is no such step.']));

    expect(await screen.findByRole('alert')).toHaveTextContent('One thing is wrong/steps/0/uses There is no such step.');
  });

  it.each([
    [{ status: 404, body: { code: 'request.without-recipe' } }, 'There is nothing here'],
    ['unreachable' as const, 'Latchkey does not answer'],
  ])('draws the trouble %#', async (told, title) => {
    await preview(told);

    expect(await screen.findByRole('alert')).toHaveTextContent(title);
  });

  it.each(['seven', '0', ' '])('asks for no request %j', async (typed) => {
    const { bridge } = await edit();
    await show('Preview');
    await userEvent.type(screen.getByLabelText('Request, such as ITH-7'), typed);

    await click('Show what approving would do');

    expect(screen.getByLabelText('Request, such as ITH-7')).toBeInvalid();
    expect(bridge.calls.filter((call) => call.method === 'POST')).toEqual([]);
  });
});

describe('the history of a recipe', () => {
  const DIFF = '/api/recipes/onboard/diff';

  it('compares the newest version with the one before', async () => {
    const { bridge } = await edit();
    bridge.on(`GET ${DIFF}`, {
      body: [
        { pointer: '/title', from: 'Onboard', to: 'Onboard an employee' },
        { pointer: '/steps/1', to: { id: 'group' } },
        { pointer: '/zone', from: 'UTC', to: null },
      ],
    });

    await show('History');

    await screen.findByRole('table', { name: 'Differences' });
    expect(bridge.calls.at(-1)?.path).toBe(`${DIFF}?from=2&to=3`);
    const cells = screen.getAllByRole('row').slice(1).map((row) => [...row.children].map((cell) => cell.textContent));
    expect(cells).toEqual([
      ['/title', 'Onboard', 'Onboard an employee'],
      ['/steps/1', 'nothing', '{"id":"group"}'],
      ['/zone', 'UTC', 'nothing'],
    ]);
    expect(screen.getByText('Onboard').tagName).toBe('DEL');
    expect(screen.getByText('{"id":"group"}').tagName).toBe('INS');
  });

  it('compares any two', async () => {
    const { bridge } = await edit();
    bridge.on(`GET ${DIFF}`, { body: [] });
    await show('History');
    expect(await screen.findByText('They are the same.')).toBeVisible();

    await userEvent.selectOptions(screen.getByLabelText('From version'), '1');

    await waitFor(() => expect(bridge.calls.at(-1)?.path).toBe(`${DIFF}?from=1&to=3`));
    expect(screen.getAllByRole('option', { name: '3' })).toHaveLength(2);
  });

  it('knows the version that was saved just now', async () => {
    const { bridge } = await edit();
    bridge.on(`POST ${SAVE}`, { body: aRecipe({ version: 4 }) }).on(`GET ${DIFF}`, { body: [] });
    await click('Save as a new version');
    await screen.findByText('Saved as version 4.');

    await show('History');

    await waitFor(() => expect(bridge.calls.at(-1)?.path).toBe(`${DIFF}?from=3&to=4`));
  });

  it('draws a history that cannot be read', async () => {
    const { bridge } = await edit();
    bridge.on(`GET ${DIFF}`, { status: 404 });

    await show('History');

    expect(await screen.findByText('There is nothing here')).toBeVisible();
  });
});
