import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Link, Redirect, Route, Router, Switch, useParams } from 'wouter';
import { beforeEach, describe, expect, it } from 'vitest';
import { useAddress } from './address';

function Named() {
  const params = useParams<{ name: string }>();
  return <p>named {params.name}</p>;
}

function Pages() {
  return (
    <Router hook={useAddress}>
      <Link href="/requests?state=held">Held</Link>
      <Link href="/requests">All</Link>
      <Link href="/setup/Zwei%20%26%20Drei">Named</Link>
      <Link href="/away">Away</Link>
      <Switch>
        <Route path="/requests/*?">requests page</Route>
        <Route path="/setup/:name" component={Named} />
        <Route path="/overview">overview page</Route>
        <Route>
          <Redirect to="/overview" replace />
        </Route>
      </Switch>
    </Router>
  );
}

describe('the address of a page', () => {
  beforeEach(() => history.replaceState(null, '', '/admin.html?jwt=host#/overview'));

  it('is in the hash with all that follows it, and leaves what the host has written alone', async () => {
    render(<Pages />);

    await userEvent.click(screen.getByRole('link', { name: 'Held' }));

    expect(screen.getByText('requests page')).toBeVisible();
    expect(location.hash).toBe('#/requests?state=held');
    expect(location.search).toBe('?jwt=host');
  });

  it('forgets what followed when a page is opened without', async () => {
    render(<Pages />);

    await userEvent.click(screen.getByRole('link', { name: 'Held' }));
    await userEvent.click(screen.getByRole('link', { name: 'All' }));

    expect(location.hash).toBe('#/requests');
  });

  it('is written so that it can be opened elsewhere', async () => {
    render(<Pages />);

    expect(screen.getByRole('link', { name: 'Held' })).toHaveAttribute('href', '#/requests?state=held');
    await userEvent.click(screen.getByRole('link', { name: 'Named' }));
    expect(screen.getByText(/^named Zwei/)).toBeVisible();
  });

  it('is followed when it changes by itself', async () => {
    render(<Pages />);

    location.hash = '#/requests?state=parked';

    expect(await screen.findByText('requests page')).toBeVisible();
  });

  it('leads back without a trace from a page that is none', async () => {
    const before = history.length;
    history.replaceState(null, '', '#/nowhere');
    render(<Pages />);

    expect(await screen.findByText('overview page')).toBeVisible();
    expect(history.length).toBe(before);
  });
});
