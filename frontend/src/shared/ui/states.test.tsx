import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { UseQueryResult } from '@tanstack/react-query';
import { describe, expect, it, vi } from 'vitest';
import { Refused, Unexpected, Unreachable } from '../http/client';
import { draw, FakeBridge, PLACE } from '../testing/render';
import { StateLozenge } from './StateLozenge';
import { Asked, Empty, Loading, Trouble } from './states';

const refused = (status: number, code = 'x', sentence = '', more: Partial<{ wrong: Refused['wrong']; incident: string }> = {}) =>
  new Refused(status, code, sentence, more.wrong ?? [], null, more.incident ?? null);

describe('what went wrong', () => {
  it.each([
    ['403', refused(403), 'This is not for you to see'],
    ['404', refused(404), 'There is nothing here'],
    ['429', refused(429), 'Too many requests'],
    ['a Jira that does not say', refused(503, 'jira.unavailable'), 'Jira does not say whether you may see this'],
    ['a site that is not known yet', refused(503, 'tenant.unknown'), 'Jira does not say whether you may see this'],
    ['a token that did not come yet', refused(503, 'tenant.no-system-token', 'Forge has sent none.'), 'Latchkey cannot ask Jira now'],
    ['a permission that is missing', refused(409, 'tenant.missing-scope', 'Not granted.'), 'Latchkey lacks a permission at this site'],
    ['a licence that has ended', refused(403, 'forge.unlicensed'), 'Latchkey has no active licence at this site'],
    ['an installation of a moment ago', refused(403, 'forge.unknown-installation'), 'Latchkey is being set up at this site'],
    ['an Okta that does not answer', refused(503, 'okta.unavailable'), 'Latchkey does not answer'],
    ['500', refused(500, 'x', 'Stack overflow'), 'Something is wrong on our side'],
    ['a no with its sentence', refused(409, 'grants.over', 'This grant is over already.'), 'This grant is over already.'],
    ['a no without words', refused(409), 'Something is wrong on our side'],
    ['an answer of another shape', new Unexpected('/x', null), 'Something is wrong on our side'],
    ['no answer', new Unreachable(null), 'Latchkey does not answer'],
    ['what nobody foresaw', new TypeError('x is undefined'), 'Latchkey does not answer'],
  ])('is told for %s', (_, error, title) => {
    draw(<Trouble error={error} />, new FakeBridge());

    expect(within(screen.getByRole('alert')).getByText(title)).toBeVisible();
    expect(screen.queryByText(/Stack overflow|undefined|Incident/)).toBeNull();
  });

  it('can be said in words of its own', () => {
    const wordsFor = (code: string) => (code === 'handover.used' ? { title: 'Used', body: 'By somebody.' } : undefined);
    draw(<Trouble error={refused(409, 'handover.used', 'technical')} wordsFor={wordsFor} />, new FakeBridge());

    expect(screen.getByText('Used')).toBeVisible();
    expect(screen.queryByText('technical')).toBeNull();
  });

  it('names the fields and the incident', () => {
    const error = refused(400, 'x', 'That is not complete.', { wrong: [{ field: 'name', message: 'must not be empty' }], incident: 'a1b2' });
    draw(<Trouble error={error} />, new FakeBridge());

    expect(screen.getByRole('listitem')).toHaveTextContent('name: must not be empty');
    expect(screen.getByText('Incident a1b2')).toBeVisible();
  });

  it('is a warning, and can be tried again, where it passes by itself', async () => {
    const retry = vi.fn();
    draw(<Trouble error={refused(403, 'forge.unlicensed')} retry={retry} />, new FakeBridge());

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(retry).toHaveBeenCalledOnce();
    expect(screen.getByText(/goes on by itself/).closest('.lk-message')).toHaveAttribute('data-tone', 'warning');
  });

  it('can be tried again, unless it is a no', async () => {
    const retry = vi.fn();
    const { rerender } = draw(<Trouble error={new Unreachable(null)} retry={retry} />, new FakeBridge());
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(retry).toHaveBeenCalledOnce();

    rerender(<></>);
    draw(<Trouble error={refused(403)} retry={retry} />, new FakeBridge());
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('is told in German to Germans', () => {
    draw(<Trouble error={new Unreachable(null)} retry={() => undefined} />, new FakeBridge(), { ...PLACE, locale: 'de-DE' });

    expect(screen.getByText('Latchkey antwortet nicht')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Erneut versuchen' })).toBeVisible();
  });
});

describe('what is asked for', () => {
  const query = (state: Partial<UseQueryResult<string, Error>>) => ({ refetch: vi.fn(), ...state }) as unknown as UseQueryResult<string, Error>;
  const drawn = (state: Partial<UseQueryResult<string, Error>>) => {
    const asked = query(state);
    draw(<Asked query={asked}>{(data) => <p>{data}</p>}</Asked>, new FakeBridge());
    return asked;
  };

  it('is coming', () => {
    drawn({});

    expect(screen.getByRole('status', { name: 'Loading' })).toBeVisible();
  });

  it('is there', () => {
    drawn({ data: 'there' });

    expect(screen.getByText('there')).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.queryByRole('status')).toBeNull();
  });

  it('failed, and is asked again by a click', async () => {
    const { refetch } = drawn({ error: new Unreachable(null) });
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(refetch).toHaveBeenCalledOnce();
    expect(screen.queryByRole('status', { name: 'Loading' })).toBeNull();
  });

  it('is old: it stays in sight below the failure', () => {
    drawn({ data: 'old', error: new Unreachable(null) });

    const alert = screen.getByRole('alert');
    expect(alert).toHaveTextContent('Latchkey does not answer');
    expect(alert.compareDocumentPosition(screen.getByText('old'))).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  });
});

describe('small states', () => {
  it('have the height of what comes, and the way on where nothing is', () => {
    draw(
      <>
        <Loading lines={5} />
        <Empty title="None" body="Make one." action={<button type="button">Make</button>} />
      </>,
      new FakeBridge(),
    );

    expect(screen.getByRole('status').children).toHaveLength(5);
    expect(screen.getByRole('heading', { name: 'None' })).toBeVisible();
    expect(screen.getByText('Make one.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Make' })).toBeVisible();
  });

  it.each([
    ['pending', 'Waits for approval'],
    ['parked', 'Needs attention'],
    ['something-new', 'something-new'],
  ])('say %s in words', (state, words) => {
    draw(<StateLozenge state={state} />, new FakeBridge());

    expect(screen.getByText(words)).toBeVisible();
  });
});
