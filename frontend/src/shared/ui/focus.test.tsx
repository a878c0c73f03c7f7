import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useRef, useState } from 'react';
import { describe, expect, it } from 'vitest';
import { draw, FakeBridge } from '../testing/render';
import { AdminPage } from './AdminPage';
import { Confirm } from './Confirm';
import { SkipLink } from './SkipLink';

function Vanishing() {
  const [there, setThere] = useState(true);
  return (
    <main>
      <section aria-label="around">
        {there && (
          <button type="button" onClick={() => setThere(false)}>
            Retry
          </button>
        )}
      </section>
    </main>
  );
}

function Asking({ vanishes = false }: { vanishes?: boolean }) {
  const [state, setState] = useState<'closed' | 'open' | 'done'>('closed');
  return (
    <section aria-label="around">
      {!(vanishes && state === 'done') && (
        <button type="button" onClick={() => setState('open')}>
          Cancel it
        </button>
      )}
      {state === 'open' && <Confirm title="Sure?" body="" confirm="Yes" onConfirm={() => setState('done')} onClose={() => setState('closed')} />}
    </section>
  );
}

describe('the focus', () => {
  it('stays near when what had it has done its work', async () => {
    draw(<Vanishing />, new FakeBridge());

    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));

    await waitFor(() => expect(screen.getByRole('region', { name: 'around' })).toHaveFocus());
  });

  it('goes back to where a question came from', async () => {
    draw(<Asking />, new FakeBridge());
    await userEvent.click(screen.getByRole('button', { name: 'Cancel it' }));
    screen.getByRole('button', { name: 'Yes' }).focus();

    await userEvent.click(screen.getByRole('button', { name: 'Yes' }));

    expect(screen.getByRole('button', { name: 'Cancel it' })).toHaveFocus();
  });

  it('stays near when both have gone', async () => {
    draw(<Asking vanishes />, new FakeBridge());
    await userEvent.click(screen.getByRole('button', { name: 'Cancel it' }));
    await userEvent.click(screen.getByRole('button', { name: 'Yes' }));

    await waitFor(() => expect(screen.getByRole('region', { name: 'around' })).toHaveFocus());
  });

  it('is not taken from whoever has left', async () => {
    function Later() {
      const [there, setThere] = useState(true);
      return (
        <section aria-label="around">
          {there && <button type="button">Go</button>}
          <p onClick={() => setThere(false)}>beside</p>
        </section>
      );
    }
    draw(<Later />, new FakeBridge());
    const go = screen.getByRole('button', { name: 'Go' });
    go.focus();
    act(() => go.blur());
    await Promise.resolve();

    await userEvent.click(screen.getByText('beside'));

    expect(document.body).toHaveFocus();
  });

  it('goes to the heading of the page that comes, which the window is called after', async () => {
    function Pages() {
      const [page, setPage] = useState('List');
      return (
        <>
          <button type="button" onClick={() => setPage('Story')}>
            Open
          </button>
          <AdminPage key={page} title={page}>
            text
          </AdminPage>
        </>
      );
    }
    draw(<Pages />, new FakeBridge());
    expect(document.title).toBe('List – Latchkey');

    await userEvent.click(screen.getByRole('button', { name: 'Open' }));

    expect(screen.getByRole('heading', { name: 'Story' })).toHaveFocus();
    expect(document.title).toBe('Story – Latchkey');
  });

  it('leaps over the navigation', async () => {
    function Page() {
      const main = useRef<HTMLElement>(null);
      return (
        <>
          <SkipLink to={main} />
          <main tabIndex={-1} ref={main} />
        </>
      );
    }
    draw(<Page />, new FakeBridge());

    await userEvent.tab();
    await userEvent.keyboard('{Enter}');

    expect(screen.getByRole('main')).toHaveFocus();
  });
});
