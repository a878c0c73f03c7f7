import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { draw, FakeBridge } from '../testing/render';
import { Confirm } from './Confirm';

function asked(different: Partial<Parameters<typeof Confirm>[0]> = {}) {
  const told = { onConfirm: vi.fn(), onClose: vi.fn() };
  draw(<Confirm title="End it?" body="It is over then." confirm="End now" {...told} {...different} />, new FakeBridge());
  return told;
}

describe('a question before what cannot be taken back', () => {
  it('is a modal dialog with its title as its name', () => {
    asked();

    const dialog = screen.getByRole('dialog', { name: 'End it?' });
    expect(dialog).toHaveTextContent('It is over then.');
    expect(dialog).toHaveAttribute('open');
  });

  it('needs no reason where none is asked for', async () => {
    const { onConfirm } = asked();
    expect(screen.queryByRole('textbox')).toBeNull();

    await userEvent.click(screen.getByRole('button', { name: 'End now' }));

    expect(onConfirm).toHaveBeenCalledExactlyOnceWith('');
  });

  it('takes a reason without what stands around it', async () => {
    const { onConfirm } = asked({ reasonLabel: 'Reason' });

    await userEvent.type(screen.getByRole('textbox', { name: 'Reason' }), ' left the project ');
    await userEvent.click(screen.getByRole('button', { name: 'End now' }));

    expect(onConfirm).toHaveBeenCalledExactlyOnceWith('left the project');
  });

  it.each(['{Enter}', '   '])('takes %j for no reason', async (typed) => {
    const { onConfirm } = asked({ reasonLabel: 'Reason' });

    await userEvent.type(screen.getByRole('textbox', { name: 'Reason' }), typed);
    await userEvent.click(screen.getByRole('button', { name: 'End now' }));

    expect(onConfirm).not.toHaveBeenCalled();
    expect(screen.getByRole('textbox')).toBeInvalid();
  });

  it('takes no longer reason than the server does', async () => {
    asked({ reasonLabel: 'Reason' });

    await userEvent.click(screen.getByRole('textbox'));
    await userEvent.paste('x'.repeat(600));

    expect(screen.getByRole('textbox')).toHaveValue('x'.repeat(500));
  });

  it('goes away without doing anything', async () => {
    const { onConfirm, onClose } = asked();

    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));

    expect(onClose).toHaveBeenCalledOnce();
    expect(onConfirm).not.toHaveBeenCalled();
  });

  it('cannot be answered twice, and shows why it was refused', async () => {
    const { onConfirm } = asked({ busy: true, error: <p>It is over already.</p> });

    expect(screen.getByText('It is over already.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'End now' })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'End now' }));
    expect(onConfirm).not.toHaveBeenCalled();
  });
});
