import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { Refused } from '../http/client';
import { expectAccessible } from '../testing/accessible';
import { draw, FakeBridge } from '../testing/render';
import { ActForm } from './ActForm';
import { TextField } from './fields';
import { Setting } from './Setting';

const RESTING = { isPending: false, error: null };
const refused = (code: string, wrong: Array<{ field: string; message: string }> = []) => new Refused(422, code, 'It does not fit.', wrong, null, null);

describe('a form with one thing to do', () => {
  it('does it by a click and by the Enter key', async () => {
    const submit = vi.fn();
    draw(
      <ActForm act={RESTING} submit="Save" onSubmit={submit}>
        <TextField label="Name" defaultValue="x" />
      </ActForm>,
      new FakeBridge(),
    );

    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await userEvent.type(screen.getByLabelText('Name'), '{Enter}');

    expect(submit).toHaveBeenCalledTimes(2);
  });

  it('does nothing while a field that is required is empty', async () => {
    const submit = vi.fn();
    draw(
      <ActForm act={RESTING} submit="Save" onSubmit={submit}>
        <TextField label="Name" required />
      </ActForm>,
      new FakeBridge(),
    );

    await userEvent.click(screen.getByRole('button', { name: 'Save' }));

    expect(submit).not.toHaveBeenCalled();
  });

  it('cannot be sent twice', () => {
    draw(<ActForm act={{ isPending: true, error: null }} submit="Save" told="Asking." onSubmit={() => undefined} />, new FakeBridge());

    expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled();
    expect(screen.getByRole('status')).toHaveTextContent('Asking.');
  });

  it('tells what the server refuses, field by field', async () => {
    const error = refused('x', [{ field: 'name', message: 'is too long' }]);
    draw(<ActForm act={{ isPending: false, error }} submit="Save" onSubmit={() => undefined} />, new FakeBridge());

    expect(screen.getByText('It does not fit.')).toBeVisible();
    expect(screen.getByText('name: is too long')).toBeVisible();
    await expectAccessible();
  });

  it('has words of its own for a code', () => {
    const wordsFor = (code: string) => (code === 'name-taken' ? { title: 'Taken', body: 'Choose another.' } : undefined);
    draw(<ActForm act={{ isPending: false, error: refused('name-taken') }} submit="Save" wordsFor={wordsFor} onSubmit={() => undefined} />, new FakeBridge());

    expect(screen.getByText('Taken')).toBeVisible();
    expect(screen.queryByText('It does not fit.')).toBeNull();
  });
});

describe('a setting', () => {
  function Example() {
    const [value, setValue] = useState('old');
    const [told, setTold] = useState('');
    return (
      <Setting
        title="Colour"
        change="Change"
        told={told}
        form={(close, cancel) => (
          <ActForm
            act={RESTING}
            submit="Save"
            more={cancel}
            onSubmit={() => {
              setValue('new');
              setTold('Saved.');
              close();
            }}
          />
        )}
      >
        <p>{value}</p>
      </Setting>
    );
  }

  it('opens its form, and closes it when it is done', async () => {
    draw(<Example />, new FakeBridge());
    const change = screen.getByRole('button', { name: /Change.*Colour/ });
    expect(change).toHaveAttribute('aria-expanded', 'false');

    await userEvent.click(change);
    expect(change).toHaveAttribute('aria-expanded', 'true');
    await expectAccessible();
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));

    expect(screen.getByText('new')).toBeVisible();
    expect(screen.getByText('Saved.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
    expect(change).toHaveFocus();
  });

  it('changes nothing when it is left', async () => {
    draw(<Example />, new FakeBridge());

    await userEvent.click(screen.getByRole('button', { name: /Change/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));

    expect(screen.getByText('old')).toBeVisible();
    expect(screen.getByRole('button', { name: /Change/ })).toHaveFocus();
  });

  it('works with the keyboard alone', async () => {
    draw(<Example />, new FakeBridge());

    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await userEvent.tab();
    await userEvent.keyboard(' ');

    expect(screen.getByText('new')).toBeVisible();
  });
});
