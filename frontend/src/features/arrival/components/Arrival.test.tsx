import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { expectAccessible } from '../../../shared/testing/accessible';
import { draw, FakeBridge } from '../../../shared/testing/render';
import Arrival from './Arrival';

function shown(bridge: FakeBridge) {
  const opened = vi.fn();
  draw(<Arrival onOpen={opened} />, bridge);
  return opened;
}

const other = () => new FakeBridge().on('GET /api/arrival', { body: { codeNeeded: true, codeMinutes: 10 } });
const enter = async (code: string) => {
  await userEvent.type(await screen.findByRole('textbox', { name: 'Code' }), code);
  await userEvent.click(screen.getByRole('button', { name: 'Move it here' }));
};

describe('an installation that waits', () => {
  it('moves the site with the code of its other page, and then opens', async () => {
    const bridge = other().on('POST /api/arrival', { body: { moved: true } });
    const opened = shown(bridge);
    expect(await screen.findByText(/works for 10 minutes/)).toBeVisible();
    await expectAccessible();

    await enter(' ABCDE-FGH12-ABCDE-FGH12-ABCDE ');

    expect(bridge.sent('POST', '/api/arrival')[0]?.body).toEqual({ code: 'ABCDE-FGH12-ABCDE-FGH12-ABCDE' });
    await userEvent.click(await screen.findByRole('button', { name: 'Open Latchkey' }));
    expect(opened).toHaveBeenCalledOnce();
  });

  it('says what is wrong with a code, and takes another', async () => {
    shown(other().on('POST /api/arrival', { status: 409, body: { code: 'move.code-wrong', detail: 'x' } }, { body: { moved: true } }));

    await enter('WRONG');
    expect(await screen.findByText('This code does not work')).toBeVisible();

    await enter('-RIGHT');
    expect(await screen.findByRole('button', { name: 'Open Latchkey' })).toBeVisible();
  });

  it('asks an administrator only whether it is the same site, when the app was removed', async () => {
    const bridge = new FakeBridge()
      .on('GET /api/arrival', { body: { codeNeeded: false, codeMinutes: 10 } })
      .on('POST /api/arrival', { body: { moved: true } });
    shown(bridge);

    await userEvent.click(await screen.findByRole('button', { name: 'Go on with it' }));

    expect(screen.queryByRole('textbox')).toBeNull();
    expect(await screen.findByText(/It was moved/)).toBeVisible();
    expect(bridge.sent('POST', '/api/arrival')[0]?.body).toEqual({});
  });

  it('stays out when an operator has decided so', async () => {
    shown(new FakeBridge().on('GET /api/arrival', { status: 403, body: { code: 'move.kept-out', detail: 'x' } }));

    expect(await screen.findByText('This installation stays out')).toBeVisible();
    expect(screen.queryByRole('button')).toBeNull();
  });
});
