import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { draw, FakeBridge } from '../testing/render';
import { Whole } from './Whole';

it('opens a text that is cut, and gives the focus back', async () => {
  draw(
    <Whole title="input.unreadable" whole="The field Start date is no date.">
      input.unreadable
    </Whole>,
    new FakeBridge(),
  );
  expect(screen.queryByText('The field Start date is no date.')).toBeNull();

  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  expect(screen.getByRole('dialog', { name: 'input.unreadable' })).toHaveTextContent('The field Start date is no date.');
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));

  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.getByRole('button', { name: 'input.unreadable' })).toHaveFocus();
});
