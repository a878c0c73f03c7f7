import { fireEvent, screen } from '@testing-library/react';
import { useEffect, useState } from 'react';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from '../../../shared/testing/accessible';
import { draw, FakeBridge } from '../../../shared/testing/render';
import type { Mark } from '../api/stages';
import { Stage } from './Stage';

let drawn = 0;

function Content() {
  useEffect(() => {
    drawn += 1;
  }, []);
  return <p>content</p>;
}

/** A step whose mark a test moves on by a click. */
function Moving({ marks, staysOpen = false }: { marks: Mark[]; staysOpen?: boolean }) {
  const [at, setAt] = useState(0);
  return (
    <>
      <button type="button" onClick={() => setAt(at + 1)}>
        next
      </button>
      <ol>
        <Stage stage="test" place={4} mark={marks[at] ?? 'later'} focused={at > 0 && marks[at] === 'now'} staysOpen={staysOpen} summary="a summary">
          <Content />
        </Stage>
      </ol>
    </>
  );
}

const details = () => screen.getByRole('heading', { level: 2 }).closest('details') as HTMLDetailsElement;
const next = () => fireEvent.click(screen.getByRole('button', { name: 'next' }));

describe('a step of the guide', () => {
  it('is open when it is to be done, and says so to those who do not see it', async () => {
    draw(<Moving marks={['now']} />, new FakeBridge());

    expect(details().open).toBe(true);
    expect(screen.getByRole('heading', { name: /Test the connection.*To do now/ })).toBeVisible();
    expect(screen.getByRole('listitem')).toHaveAttribute('aria-current', 'step');
    await expectAccessible();
  });

  it('draws what it holds when it is opened first, and keeps it then', () => {
    drawn = 0;
    draw(<Moving marks={['later']} />, new FakeBridge());
    expect(screen.queryByText('content')).toBeNull();

    for (const open of [true, false, true]) {
      details().open = open;
      fireEvent(details(), new Event('toggle'));
    }

    expect(screen.getByText('content')).toBeVisible();
    expect(drawn).toBe(1);
  });

  it('opens and takes the focus when its turn comes', () => {
    draw(<Moving marks={['later', 'now']} />, new FakeBridge());

    next();

    expect(details().open).toBe(true);
    expect(details().querySelector('summary')).toHaveFocus();
  });

  it('does not take the focus when the page is opened', () => {
    draw(<Moving marks={['now']} />, new FakeBridge());

    expect(document.body).toHaveFocus();
  });

  it.each([
    [false, false],
    [true, true],
  ])('closes when it is done, unless it shows what was asked for (%s)', (staysOpen, open) => {
    draw(<Moving marks={['now', 'done']} staysOpen={staysOpen} />, new FakeBridge());

    next();

    expect(details().open).toBe(open);
    expect(screen.getByRole('heading', { name: /Test the connection.*Done/ })).toBeInTheDocument();
  });

  it('stays closed when it was closed by hand before it was done', () => {
    draw(<Moving marks={['now', 'done']} staysOpen />, new FakeBridge());
    details().open = false;
    fireEvent(details(), new Event('toggle'));

    next();

    expect(details().open).toBe(false);
  });
});
