import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { draw, FakeBridge } from '../../../shared/testing/render';
import { draftOf } from '../api/document';
import { RecipeForm } from './RecipeForm';

const RECIPE = `key: onboard
title: Onboard # as people know it
match: { serviceDesk: "1", requestTypes: ["12"] }
connection: main
inputs:
  email:
    source: { field: customfield_10101 } # from HR
    type: email
  team:
    source: { form: { form: f1, question: q2 } }
    type: people
    required: false
steps:
  # first
  - id: account
    uses: okta.create-user
    with: { login: "{{email}}" }
  # second
  - id: group
    uses: okta.add-to-group
delivery:
  method: activation # Okta mails it
  recipient: "{{email}}"
`;

/** Draws the form over a text, and gives what the text has become. */
function edited(recipe = RECIPE) {
  let text = recipe;
  function Edited() {
    const [draft, setDraft] = useState(() => draftOf(recipe));
    text = draft.text;
    return <RecipeForm draft={draft} onChange={(next) => setDraft(draftOf(next))} />;
  }
  draw(<Edited />, new FakeBridge());
  return { text: () => text, tree: () => parse(text) };
}

async function retype(field: HTMLElement, text: string) {
  await userEvent.clear(field);
  await userEvent.type(field, text.replace(/[{[]/g, '$&$&'));
}

const inputOf = (name: string) => within(screen.getByRole('group', { name }));
const stepOf = (name: string) => within(screen.getByRole('group', { name }));

describe('the basics', () => {
  it('are filled with what the text says', () => {
    edited();

    expect(screen.getByLabelText('Title')).toHaveValue('Onboard');
    expect(screen.getByLabelText('Key')).toHaveValue('onboard');
    expect(screen.getByLabelText('Okta connection')).toHaveValue('main');
    expect(screen.getByLabelText('Time zone')).toHaveValue('');
    expect(screen.getByLabelText('Service desk')).toHaveValue('1');
    expect(screen.getByLabelText('Request types')).toHaveValue('12');
    expect(screen.getByLabelText('How a new credential reaches its owner')).toHaveValue('activation');
  });

  it.each([
    ['Title', 'Join us: now', 'title'],
    ['Key', 'join', 'key'],
    ['Okta connection', 'prod', 'connection'],
    ['Time zone', 'Europe/Berlin', 'zone'],
  ])('are changed in the text: %s', async (label, typed, key) => {
    const { text, tree } = edited();

    await retype(screen.getByLabelText(label), typed);

    expect(tree()).toEqual({ ...parse(RECIPE), [key]: typed });
    expect(text()).toContain('# from HR');
    expect(text()).toContain('# second');
  });

  it('take several request types, with the comma on the way', async () => {
    const { tree } = edited();
    const field = screen.getByLabelText('Request types');

    await retype(field, '12, 13,14 ,');
    await userEvent.tab();

    expect(tree().match).toEqual({ serviceDesk: '1', requestTypes: ['12', '13', '14'] });
    expect(field).toHaveValue('12, 13, 14');
  });

  it('are begun in a text that has none', async () => {
    const { text } = edited('# to come\n');

    await userEvent.type(screen.getByLabelText('Service desk'), '3');
    await userEvent.type(screen.getByLabelText('Title'), 'T');

    expect(parse(text())).toEqual({ match: { serviceDesk: '3' }, title: 'T' });
  });
});

describe('the inputs', () => {
  it('are told with their source, type and need', () => {
    edited();

    expect(inputOf('email').getByLabelText('From')).toHaveValue('field customfield_10101');
    expect(inputOf('email').getByLabelText('Type')).toHaveValue('email');
    expect(inputOf('email').getByLabelText('Required')).toBeChecked();
    expect(inputOf('team').getByLabelText('From')).toHaveValue('form {"form":"f1","question":"q2"}');
    expect(inputOf('team').getByLabelText('Type')).toHaveValue('people');
    expect(inputOf('team').getByLabelText('Required')).not.toBeChecked();
  });

  it('offer the types of the schema', () => {
    edited();

    const types = inputOf('email').getAllByRole('option').map((option) => option.textContent);
    expect(types.sort()).toEqual(['account', 'boolean', 'date', 'email', 'list', 'option', 'people', 'text']);
  });

  it('show a type that is none, instead of another', () => {
    edited('inputs:\n  a: { source: { field: x }, type: duration }\n');

    expect(inputOf('a').getByLabelText('Type')).toHaveValue('duration');
  });

  it.each([
    ['field customfield_10202', { field: 'customfield_10202' }],
    ['form {"form":"f1","question":"q3"}', { form: { form: 'f1', question: 'q3' } }],
    ['constant two words', { constant: 'two words' }],
    ['reporter email', { reporter: 'email' }],
  ])('come from where is said: %s', async (typed, source) => {
    const { tree } = edited();

    await retype(inputOf('email').getByLabelText('From'), typed);
    expect(tree()).toEqual(parse(RECIPE));
    await userEvent.tab();

    expect(tree().inputs.email).toEqual({ source, type: 'email' });
  });

  it('say beside the field what cannot be read, and leave the text alone', async () => {
    const { text } = edited();

    await retype(inputOf('email').getByLabelText('From'), 'form {"form":');
    await userEvent.tab();

    expect(inputOf('email').getByRole('alert')).toHaveTextContent(/at line 1/);
    expect(inputOf('email').getByLabelText('From')).toBeInvalid();
    expect(text()).toBe(RECIPE);
  });

  it('are typed and needed as chosen', async () => {
    const { text, tree } = edited();

    await userEvent.selectOptions(inputOf('email').getByLabelText('Type'), 'account');
    await userEvent.click(inputOf('email').getByLabelText('Required'));
    await userEvent.click(inputOf('team').getByLabelText('Required'));

    expect(tree().inputs.email).toMatchObject({ type: 'account', required: false });
    expect(tree().inputs.team).not.toHaveProperty('required');
    expect(text()).toContain('# from HR');
  });

  it('are added under a free name, and removed', async () => {
    const { tree } = edited('inputs:\n  input2: { source: { field: x }, type: text }\n');

    await userEvent.click(screen.getByRole('button', { name: 'Add an input' }));
    expect(Object.keys(tree().inputs)).toEqual(['input2', 'input3']);
    await userEvent.click(screen.getByRole('button', { name: 'Remove the input input2' }));

    expect(tree()).toEqual({ inputs: { input3: { source: { field: 'customfield_10000' }, type: 'text' } } });
  });

  it('are added where there is nothing behind the key', async () => {
    const { tree } = edited('inputs:\n');

    await userEvent.click(screen.getByRole('button', { name: 'Add an input' }));

    expect(Object.keys(tree().inputs)).toEqual(['input1']);
  });
});

describe('the steps', () => {
  it('are told in their order', () => {
    edited();

    expect(screen.getAllByRole('group').slice(2).map((step) => step.querySelector('legend')?.textContent)).toEqual(['1. account', '2. group']);
    expect(stepOf('1. account').getByLabelText('Does')).toHaveValue('okta.create-user');
    expect(stepOf('1. account').getByLabelText('With (YAML)')).toHaveValue('login: "{{email}}"\n');
    expect(stepOf('2. group').getByLabelText('With (YAML)')).toHaveValue('');
  });

  it('are changed in place', async () => {
    const { text, tree } = edited();

    await retype(stepOf('2. group').getByLabelText('Does'), 'okta.assign-app');
    await retype(stepOf('2. group').getByLabelText('Only when (CEL)'), 'inputs.team == "it"');
    await retype(stepOf('2. group').getByLabelText('With (YAML)'), 'app: GitHub\nroles: [a, b]');
    await userEvent.tab();

    expect(tree().steps[1]).toEqual({ id: 'group', uses: 'okta.assign-app', when: 'inputs.team == "it"', with: { app: 'GitHub', roles: ['a', 'b'] } });
    expect(text()).toContain('# first');
    expect(text()).toContain('# second');
  });

  it('say beside the field that it is no YAML', async () => {
    const { text } = edited();

    await retype(stepOf('1. account').getByLabelText('With (YAML)'), 'a: [');
    await userEvent.tab();

    expect(stepOf('1. account').getByRole('alert')).toBeVisible();
    expect(text()).toBe(RECIPE);
  });

  it('lose what they are given when the field is emptied', async () => {
    const { tree } = edited();

    await userEvent.clear(stepOf('1. account').getByLabelText('With (YAML)'));
    await userEvent.tab();

    expect(tree().steps[0]).toEqual({ id: 'account', uses: 'okta.create-user' });
  });

  it('are added, moved and removed with every comment that is not theirs', async () => {
    const { text, tree } = edited();
    const ids = () => tree().steps.map((step: { id: string }) => step.id);

    await userEvent.click(screen.getByRole('button', { name: 'Add a step' }));
    expect(ids()).toEqual(['account', 'group', 'step3']);
    expect(text()).toMatch(/# first\n {2}- id: account/);
    await userEvent.click(screen.getByRole('button', { name: 'Move the step step3 up' }));
    expect(ids()).toEqual(['account', 'step3', 'group']);
    expect(text()).toMatch(/# second\n {2}- id: group/);
    await userEvent.click(screen.getByRole('button', { name: 'Remove the step step3' }));

    expect(tree()).toEqual(parse(RECIPE));
    expect(text()).toMatch(/# first\n {2}- id: account/);
    expect(text()).toMatch(/# second\n {2}- id: group/);
    expect(screen.queryByRole('button', { name: 'Move the step account up' })).toBeNull();
  });

  it('are never added under a name that is taken', async () => {
    const { tree } = edited('steps:\n  - { id: step2, uses: jira.comment }\n');

    await userEvent.click(screen.getByRole('button', { name: 'Add a step' }));

    expect(tree().steps.map((step: { id: string }) => step.id)).toEqual(['step2', 'step3']);
  });
});

describe('the delivery', () => {
  const field = () => screen.getByLabelText('How a new credential reaches its owner');

  it('warns of a password in a comment', async () => {
    const { text, tree } = edited();
    expect(screen.queryByText('Everybody who sees the ticket reads the password')).toBeNull();

    await userEvent.selectOptions(field(), 'A temporary password in a comment on the ticket');

    expect(screen.getByText('Everybody who sees the ticket reads the password')).toBeVisible();
    expect(tree().delivery).toEqual({ method: 'comment', recipient: '{{email}}' });
    expect(text()).toContain('# Okta mails it');
    await userEvent.selectOptions(field(), 'A link, shown once to its recipient in the portal');
    expect(screen.queryByText('Everybody who sees the ticket reads the password')).toBeNull();
  });

  it('has to be chosen where there is none', async () => {
    const { tree } = edited('key: x\n');
    expect(field()).toHaveDisplayValue('Choose one');

    await userEvent.selectOptions(field(), 'A temporary password, shown once to its recipient in the portal');
    expect(tree()).toEqual({ key: 'x', delivery: { method: 'reveal' } });
    expect(screen.queryByRole('option', { name: 'Choose one' })).toBeNull();
  });
});
