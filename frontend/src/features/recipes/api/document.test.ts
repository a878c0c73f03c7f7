import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { changed, draftOf, moved, placed, placeOf, yamlOf } from './document';

const RECIPE = `# Who joins gets an account.
key: onboard
title: Onboard an employee # shown to people
match: { serviceDesk: "1", requestTypes: ["12"] }

inputs:
  # Filled in by HR.
  email:
    source: { field: customfield_10101 }
    type: email
steps:
  # The account comes first.
  - id: account
    uses: okta.create-user
    with:
      login: "{{email}}" # their work e-mail
  # Then what it may do.
  - id: group
    uses: okta.add-to-group
    when: inputs.team == "it"
delivery:
  # Okta mails it.
  method: activation
`;

const comments = (text: string) => text.match(/# .*/g) ?? [];

describe('a draft', () => {
  it('is what its text says', () => {
    expect(draftOf('key: x\nsteps: []\n')).toEqual({ text: 'key: x\nsteps: []\n', flaw: null, tree: { key: 'x', steps: [] } });
  });

  it.each(['', '# nothing yet', '- a\n- b', 'word', '7', 'null'])('has no tree where %j is no map', (text) => {
    expect(draftOf(text)).toEqual({ text, flaw: null, tree: null });
  });

  it.each(['key: [', 'a: b: c', 'key: "x', 'a: 1\na: 2'])('says what is wrong with %j', (text) => {
    const draft = draftOf(text);

    expect(draft.tree).toBeNull();
    expect(draft.flaw).toMatch(/at line \d/);
  });

  it('is written in whole lines', () => {
    const long = 'word '.repeat(60).trim();

    expect(yamlOf({ title: long })).toBe(`title: ${long}\n`);
    expect(parse(yamlOf({ a: '1', b: true, c: ['x: y'] }))).toEqual({ a: '1', b: true, c: ['x: y'] });
  });
});

describe('a change by the form', () => {
  it.each([
    ['a value', ['title'], 'Join', (tree: Tree) => tree.title],
    ['a value in a map on one line', ['match', 'serviceDesk'], '7', (tree: Tree) => tree.match.serviceDesk],
    ['a list', ['match', 'requestTypes'], ['12', '13'], (tree: Tree) => tree.match.requestTypes],
    ['a value that was not there', ['zone'], 'Europe/Berlin', (tree: Tree) => tree.zone],
    ['a value in a list', ['steps', 1, 'when'], 'true', (tree: Tree) => tree.steps[1].when],
    ['a map', ['inputs', 'name'], { source: { constant: 'x' }, type: 'text' }, (tree: Tree) => tree.inputs.name],
    ['an item at the end', ['steps', 2], { id: 'note', uses: 'jira.comment' }, (tree: Tree) => tree.steps[2]],
    ['a number that is text', ['title'], '42', (tree: Tree) => tree.title],
    ['text that looks like more', ['title'], 'a: b, {c', (tree: Tree) => tree.title],
    ['a truth', ['inputs', 'email', 'required'], false, (tree: Tree) => tree.inputs.email.required],
  ])('sets %s, and every comment stays', (_, path, value, read) => {
    const text = changed(RECIPE, path, value);

    expect(read(parse(text))).toEqual(value);
    expect(comments(text)).toEqual(expect.arrayContaining(comments(RECIPE)));
    expect(differences(text)).toBe(1);
  });

  // biome-ignore lint/suspicious/noExplicitAny: what YAML says
  type Tree = any;

  /** How many places at the top differ from the recipe. */
  function differences(text: string): number {
    const [before, after] = [parse(RECIPE), parse(text)] as [Tree, Tree];
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key])).length;
  }

  it.each([undefined, ''])('removes a place for %j, with its own comment alone', (value) => {
    const text = changed(RECIPE, ['title'], value);

    expect(parse(text)).not.toHaveProperty('title');
    expect(comments(text)).toEqual(comments(RECIPE).filter((one) => one !== '# shown to people'));
  });

  it('removes an item of a list', () => {
    const text = changed(RECIPE, ['steps', 0], undefined);

    expect(parse(text).steps.map((step: { id: string }) => step.id)).toEqual(['group']);
    expect(comments(text)).toContain('# Then what it may do.');
  });

  it.each([
    [['nothing', 'there'], undefined],
    [['zone'], ''],
    [['title', 'below'], undefined],
  ])('removes nothing where nothing is: %j', (path, value) => {
    expect(parse(changed(RECIPE, path, value))).toEqual(parse(RECIPE));
  });

  it.each([
    ['', ['title'], 'x', { title: 'x' }],
    ['# only a comment\n', ['match', 'serviceDesk'], '1', { match: { serviceDesk: '1' } }],
    ['inputs:\n', ['inputs', 'a'], { type: 'text' }, { inputs: { a: { type: 'text' } } }],
    ['steps:\n', ['steps', 0], { id: 'a' }, { steps: [{ id: 'a' }] }],
    ['key: x\n', ['steps', 0], { id: 'a' }, { key: 'x', steps: [{ id: 'a' }] }],
    ['delivery: later\n', ['delivery', 'method'], 'reveal', { delivery: { method: 'reveal' } }],
  ])('makes a place in %j', (text, path, value, tree) => {
    expect(parse(changed(text, path, value))).toEqual(tree);
  });

  it('begins a list in lines of its own', () => {
    expect(changed('steps: []\n', ['steps', 0], { id: 'a' })).toBe('steps:\n  - id: a\n');
  });

  it('moves an item with its comment', () => {
    const text = moved(RECIPE, ['steps'], 1, 0);

    expect(parse(text).steps.map((step: { id: string }) => step.id)).toEqual(['group', 'account']);
    expect(comments(text).sort()).toEqual(comments(RECIPE).sort());
    expect(text).toMatch(/# Then what it may do.\n {2}- id: group/);
  });

  it('moves nothing where there is no list', () => {
    expect(parse(moved('steps: x\n', ['steps'], 1, 0))).toEqual({ steps: 'x' });
    expect(parse(moved('key: x\n', ['steps'], 1, 0))).toEqual({ key: 'x' });
  });
});

describe('a place', () => {
  const at = (pointer: string) => {
    const { line, from, to } = placeOf(RECIPE, pointer);
    return { line, text: RECIPE.slice(from, to) };
  };

  it.each([
    ['/key', 2, 'onboard'],
    ['/match/serviceDesk', 4, '"1"'],
    ['/match/requestTypes/0', 4, '"12"'],
    ['/steps/0/uses', 14, 'okta.create-user'],
    ['/steps/1/id', 18, 'group'],
    ['/delivery/method', 23, 'activation'],
  ])('is found by its pointer %s', (pointer, line, text) => {
    expect(at(pointer)).toEqual({ line, text });
  });

  it.each([
    ['/steps/1/with/group', '- id: group'],
    ['/match/nothing', 'match: '],
  ])('is the nearest one around what is not there: %s', (pointer, below) => {
    const { line } = at(pointer);

    expect(RECIPE.split('\n')[line - 1]).toContain(below);
  });

  it.each(['', '/', '/nothing', '/nothing/at/all'])('is the beginning for %j', (pointer) => {
    expect(placeOf(RECIPE, pointer)).toEqual({ line: 1, from: 0, to: 1 });
  });

  it('understands what pointers escape', () => {
    const text = 'groups:\n  a/b: 1\n  c~d: 2\n  "7": 3\n  8: 4\n';

    expect(placeOf(text, '/groups/a~1b').line).toBe(2);
    expect(placeOf(text, '/groups/c~0d').line).toBe(3);
    expect(placeOf(text, '/groups/7').line).toBe(4);
    expect(placeOf(text, '/groups/8').line).toBe(5);
  });

  it('is at least one character wide, and nothing in an empty text', () => {
    const { from, to } = placeOf('title:\nkey: x\n', '/title');

    expect(to).toBeGreaterThan(from);
    expect(placeOf('', '/title')).toEqual({ line: 1, from: 0, to: 0 });
  });

  it('is given to each problem', () => {
    const problems = [{ code: 'recipe.key', pointer: '/key', sentence: 'It is taken.' }];

    expect(placed(RECIPE, problems)).toEqual([{ ...problems[0], line: 2, from: RECIPE.indexOf('onboard'), to: RECIPE.indexOf('onboard') + 7 }]);
  });
});
