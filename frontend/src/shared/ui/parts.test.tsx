import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { draw, FakeBridge } from '../testing/render';
import { AdminPage, Part } from './AdminPage';
import { Copyable } from './Copyable';
import { SelectField, TextArea, TextField } from './fields';
import { Message } from './Message';
import { useLater } from './useLater';

describe('fields', () => {
  it('are found by their label, with their help', () => {
    render(
      <>
        <TextField label="Key" help="Lower case" defaultValue="a" />
        <TextArea label="With" help="YAML" defaultValue="b" />
        <SelectField label="Order" help="Of rows" options={[{ value: 'n', label: 'Newest' }]} />
      </>,
    );

    expect(screen.getByRole('textbox', { name: 'Key' })).toHaveAccessibleDescription('Lower case');
    expect(screen.getByRole('textbox', { name: 'With' })).toHaveAccessibleDescription('YAML');
    expect(screen.getByRole('combobox', { name: 'Order' })).toHaveAccessibleDescription('Of rows');
    expect(screen.getByRole('option', { name: 'Newest' })).toHaveValue('n');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByLabelText('Key')).toBeValid();
  });

  it('say what is wrong beside themselves', () => {
    render(
      <>
        <TextField label="Key" help="Lower case" error="It is taken." />
        <TextArea label="With" error="No YAML." />
        <SelectField label="Order" error="Choose one." options={[]} />
      </>,
    );

    expect(screen.getByLabelText('Key')).toHaveAccessibleDescription('Lower case It is taken.');
    for (const [label, error] of [['Key', 'It is taken.'], ['With', 'No YAML.'], ['Order', 'Choose one.']] as const) {
      expect(screen.getByLabelText(label)).toBeInvalid();
      expect(screen.getByText(error)).toHaveAttribute('role', 'alert');
    }
  });

  it('hand on what is typed and chosen', async () => {
    const typed = vi.fn();
    render(
      <>
        <TextField label="Key" type="search" maxLength={3} onChange={(event) => typed(event.target.value)} />
        <SelectField label="Order" options={[{ value: 'n', label: 'Newest' }, { value: 'o', label: 'Oldest' }]} onChange={(event) => typed(event.target.value)} />
      </>,
    );

    await userEvent.type(screen.getByRole('searchbox', { name: 'Key' }), 'abcd');
    await userEvent.selectOptions(screen.getByLabelText('Order'), 'Oldest');

    expect(typed.mock.calls.map(([value]) => value)).toEqual(['a', 'ab', 'abc', 'o']);
  });
});

describe('what is to be copied', () => {
  afterEach(() => vi.restoreAllMocks());

  it('is copied, and says so', async () => {
    const user = userEvent.setup();
    draw(<Copyable label="Public key" value="ssh-ed25519 AAAA" />, new FakeBridge());

    await user.click(screen.getByRole('button', { name: 'Copy : Public key' }));

    expect(await navigator.clipboard.readText()).toBe('ssh-ed25519 AAAA');
    expect(await screen.findByRole('button', { name: 'Copied : Public key' })).toBeVisible();
  });

  it('can be selected where a frame may not copy', async () => {
    const user = userEvent.setup();
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('no', 'NotAllowedError'));
    draw(<Copyable label="Public key" value="ssh-ed25519 AAAA" />, new FakeBridge());

    await user.click(screen.getByRole('button'));

    expect(screen.getByRole('button', { name: 'Copy : Public key' })).toBeVisible();
    expect(screen.getByText('ssh-ed25519 AAAA')).toBeVisible();
    expect(getSelection()?.toString()).toBe('ssh-ed25519 AAAA');
  });
});

describe('what is typed', () => {
  afterEach(() => vi.useRealTimers());

  it('is asked for once it rests', () => {
    vi.useFakeTimers();
    const Later = ({ value }: { value: string }) => <p>{useLater(value)}</p>;
    const { rerender } = render(<Later value="a" />);
    rerender(<Later value="ab" />);
    act(() => void vi.advanceTimersByTime(299));
    rerender(<Later value="abc" />);
    act(() => void vi.advanceTimersByTime(299));
    expect(screen.getByText('a')).toBeVisible();

    act(() => void vi.advanceTimersByTime(1));
    expect(screen.getByText('abc')).toBeVisible();
  });
});

describe('a page', () => {
  it('has one heading, and parts below it', () => {
    render(
      <AdminPage title="Audit" lead="The trail" actions={<button type="button">Export</button>}>
        <Part title="Signals" actions={<button type="button">Add</button>}>
          <Message tone="warning" title="Look">
            <p>here</p>
          </Message>
        </Part>
      </AdminPage>,
    );

    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Audit');
    expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent('Signals');
    expect(screen.getByText('The trail')).toBeVisible();
    expect(screen.getAllByRole('button').map((button) => button.textContent)).toEqual(['Export', 'Add']);
    expect(screen.getByText('Look').closest('[data-tone]')).toHaveAttribute('data-tone', 'warning');
    expect(screen.getByText('here')).toBeVisible();
  });
});
