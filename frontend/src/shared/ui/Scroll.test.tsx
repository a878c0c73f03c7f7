import { render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { Scroll } from './Scroll';

afterEach(() => vi.restoreAllMocks());

it.each([
  [true, '0'],
  [false, null],
])('is reached with the keyboard where it scrolls (%s)', (matches, tabIndex) => {
  vi.spyOn(window, 'matchMedia').mockReturnValue({ matches } as MediaQueryList);

  render(
    <Scroll label="Connections">
      <p>wide</p>
    </Scroll>,
  );

  expect(screen.getByText('wide').parentElement?.getAttribute('tabindex')).toBe(tabIndex);
  expect(screen.queryByRole('group', { name: 'Connections' }) !== null).toBe(matches);
});
