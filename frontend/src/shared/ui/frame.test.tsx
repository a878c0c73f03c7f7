import { screen, waitFor } from '@testing-library/react';
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AP } from '../bridge/connect';
import { show } from './frame';
import { useSession } from './session';

function Panel() {
  const { place, text } = useSession();
  return (
    <p>
      {text.portal.title}, {place.issue}
    </p>
  );
}

function aHost(locale = 'en_US') {
  window.AP = {
    context: { getToken: vi.fn(), getContext: (done) => done({ jira: { issue: { id: '10042' } } }) },
    user: { getLocale: (done) => done(locale), getTimeZone: (done) => done('UTC') },
    theming: { initializeTheming: vi.fn() },
    resize: vi.fn(),
  } satisfies AP;
  return window.AP;
}

function page(refused?: string) {
  document.body.innerHTML = `<div class="ac-content"><div id="root"${refused === undefined ? '' : ` data-refused="${refused}"`}></div></div>`;
}

const shown = (...told: Parameters<typeof show>) => act(() => show(...told));

beforeEach(() => page());
afterEach(() => {
  delete window.AP;
  document.body.innerHTML = '';
  document.documentElement.lang = '';
  vi.restoreAllMocks();
});

describe('a panel in its page', () => {
  it('is drawn in the words of whoever looks, in the colours of the host', async () => {
    const host = aHost('de_DE');

    await shown(<Panel />);

    expect(await screen.findByText('Ihr Zugang, 10042')).toBeVisible();
    expect(document.documentElement).toHaveAttribute('lang', 'de');
    expect(host.theming.initializeTheming).toHaveBeenCalledOnce();
    expect(document.querySelector('.ac-content > #root')).not.toBeNull();
  });

  it('says why the server refused it, and asks for nothing', async () => {
    page('not-administrator');
    const host = aHost();

    await shown(<Panel />, (why) => <p>refused: {why}</p>);

    expect(await screen.findByText('refused: not-administrator')).toBeVisible();
    expect(screen.queryByText(/10042/)).toBeNull();
    expect(host.context.getToken).not.toHaveBeenCalled();
  });

  it.each([undefined, ''])('is drawn where nothing was refused: %j', async (refused) => {
    page(refused);
    aHost();

    await shown(<Panel />, (why) => <p>refused: {why}</p>);

    expect(await screen.findByText('Your access, 10042')).toBeVisible();
  });

  it('says where it works when it is opened elsewhere', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);

    await shown(<Panel />);

    await waitFor(() => expect(document.getElementById('root')).toHaveTextContent('Open this page inside Jira. It works in its place in Jira only.'));
    expect(logged).toHaveBeenCalledOnce();
  });

  it('does not go without its place in the page', async () => {
    document.body.innerHTML = '';
    aHost();

    await expect(show(<Panel />)).rejects.toThrow('no element "root"');
  });
});
