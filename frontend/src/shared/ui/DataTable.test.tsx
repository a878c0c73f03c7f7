import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { draw, FakeBridge } from '../testing/render';
import { type Column, DataTable } from './DataTable';

interface Row {
  id: string;
  name: string;
}

const COLUMNS: Column<Row>[] = [
  { key: 'id', title: 'No.', width: '80px', cell: (row) => row.id },
  { key: 'name', title: 'Name', width: '1fr', cell: (row) => <a href={`#${row.id}`}>{row.name}</a> },
];

const rowsOf = (count: number): Row[] => Array.from({ length: count }, (_, place) => ({ id: String(place + 1), name: `Row ${place + 1}` }));

function table(count: number, different: Partial<Parameters<typeof DataTable<Row>>[0]> = {}) {
  return <DataTable label="Rows" columns={COLUMNS} rows={rowsOf(count)} rowKey={(row) => row.id} {...different} />;
}

function drawn(count: number, different: Partial<Parameters<typeof DataTable<Row>>[0]> = {}) {
  return draw(table(count, different), new FakeBridge());
}

const body = () => within(screen.getByRole('table')).getAllByRole('rowgroup')[1] as HTMLElement;

function scrollTo(pixels: number) {
  const scroller = body();
  scroller.scrollTop = pixels;
  fireEvent.scroll(scroller);
}

describe('a table', () => {
  it('names its columns and its cells', () => {
    drawn(2);

    expect(screen.getByRole('table', { name: 'Rows' })).toBeVisible();
    expect(screen.getAllByRole('columnheader').map((header) => header.textContent)).toEqual(['No.', 'Name']);
    expect(screen.getAllByRole('cell').map((cell) => cell.textContent)).toEqual(['1', 'Row 1', '2', 'Row 2']);
    expect(screen.getByRole('link', { name: 'Row 2' })).toHaveAttribute('href', '#2');
    expect(screen.getByRole('status')).toHaveTextContent('2 shown');
  });

  it('draws of 100,000 rows those in sight only, and tells a screen reader of all', () => {
    drawn(100_000);

    const rows = within(body()).getAllByRole('row');
    expect(rows.length).toBeGreaterThan(12);
    expect(rows.length).toBeLessThan(40);
    expect(rows[0]).toHaveAttribute('aria-rowindex', '2');
    expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '100001');
    expect(body().firstElementChild).toHaveStyle({ height: '4400000px' });
  });

  it('draws others when it is scrolled, each at its own place', () => {
    drawn(100_000);

    scrollTo(44 * 50_000);

    const row = screen.getByText('Row 50001').closest('[role=row]');
    expect(row).toHaveAttribute('aria-rowindex', '50002');
    expect(row).toHaveStyle({ transform: `translateY(${44 * 50_000}px)` });
    expect(screen.queryByText('Row 1')).toBeNull();
    expect(within(body()).getAllByRole('row').length).toBeLessThan(40);
  });

  it('is scrolled with the keyboard', () => {
    drawn(100);

    expect(body()).toHaveAttribute('tabindex', '0');
  });

  it('asks for more when its end comes near, and not before', () => {
    const onEnd = vi.fn();
    drawn(100, { hasMore: true, onEnd });
    expect(onEnd).not.toHaveBeenCalled();

    scrollTo(44 * 50);
    expect(onEnd).not.toHaveBeenCalled();
    scrollTo(44 * 75);

    expect(onEnd).toHaveBeenCalled();
  });

  it('asks at once where all rows are in sight', () => {
    const onEnd = vi.fn();
    drawn(5, { hasMore: true, onEnd });

    expect(onEnd).toHaveBeenCalledOnce();
  });

  it.each([
    ['there is no more', { hasMore: false }],
    ['more is coming already', { hasMore: true, isLoadingMore: true }],
  ])('does not ask where %s', (_, different) => {
    const onEnd = vi.fn();
    drawn(5, { ...different, onEnd });

    expect(onEnd).not.toHaveBeenCalled();
  });

  it('says that more is coming', () => {
    drawn(5, { hasMore: true, isLoadingMore: true });

    expect(screen.getByRole('status')).toHaveTextContent('Loading more');
  });

  it.each([
    ['all are there', {}, '6', '5 shown'],
    ['their number is known', { total: 80, hasMore: true }, '81', '5 of 80 shown'],
    ['nobody knows how many there are', { hasMore: true }, '-1', '5 shown'],
  ])('tells its length where %s', (_, different, count, told) => {
    drawn(5, different);

    expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', count);
    expect(screen.getByRole('status')).toHaveTextContent(told);
  });
});
