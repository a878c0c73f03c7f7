import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { useAdminText } from '../text/admin';

export interface Column<T> {
  readonly key: string;
  readonly title: string;
  /** A share of the width, as CSS grid writes it. */
  readonly width: string;
  readonly cell: (row: T) => ReactNode;
}

const ROW = 44;

/** Rows with the heading's; -1 is how ARIA says that nobody knows. */
const lengthOf = (rows: number | undefined) => (rows === undefined ? -1 : rows + 1);

/**
 * A table of any length: only the rows in sight are drawn, and more are asked for when the end comes near. Rows are reached
 * with the keyboard through what is in their cells; the table tells its whole length to a screen reader.
 */
export function DataTable<T>(props: {
  label: string;
  columns: ReadonlyArray<Column<T>>;
  rows: readonly T[];
  rowKey: (row: T) => string;
  /** How many there are in all, when that is known. */
  total?: number | undefined;
  hasMore?: boolean;
  isLoadingMore?: boolean;
  onEnd?: () => void;
  height?: number;
}) {
  const { rows, columns, hasMore = false, onEnd } = props;
  const { shared } = useAdminText();
  const scroller = useRef<HTMLDivElement>(null);
  const rowsInSight = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
    initialRect: { width: 800, height: props.height ?? 560 },
  });
  const items = rowsInSight.getVirtualItems();
  const last = items[items.length - 1]?.index ?? -1;
  useEffect(() => {
    if (hasMore && !props.isLoadingMore && last >= 0 && last >= rows.length - 20) {
      onEnd?.();
    }
  }, [hasMore, last, rows.length, onEnd, props.isLoadingMore]);
  const grid = { gridTemplateColumns: columns.map((column) => column.width).join(' ') };
  return (
    <div className="lk-table">
      <div role="table" aria-label={props.label} aria-rowcount={lengthOf(props.total ?? (hasMore ? undefined : rows.length))}>
        <div role="rowgroup">
          <div role="row" aria-rowindex={1} className="lk-tr lk-th" style={grid}>
            {columns.map((column) => (
              <span key={column.key} role="columnheader">
                {column.title}
              </span>
            ))}
          </div>
        </div>
        <div
          ref={scroller}
          role="rowgroup"
          className="lk-tbody lk-focus"
          // A region that scrolls is reached with the keyboard.
          tabIndex={0}
          style={{ maxHeight: props.height ?? 560 }}
        >
          <div role="presentation" style={{ height: rowsInSight.getTotalSize(), position: 'relative' }}>
            {items.map((item) => {
              const row = rows[item.index] as T;
              return (
                <div
                  key={props.rowKey(row)}
                  role="row"
                  aria-rowindex={item.index + 2}
                  className="lk-tr"
                  style={{ ...grid, position: 'absolute', top: 0, left: 0, right: 0, height: ROW, transform: `translateY(${item.start}px)` }}
                >
                  {columns.map((column) => (
                    <span key={column.key} role="cell" className="lk-cell">
                      {column.cell(row)}
                    </span>
                  ))}
                </div>
              );
            })}
          </div>
        </div>
      </div>
      <div className="lk-subtle lk-tfoot" role="status">
        {props.isLoadingMore ? shared.loadingMore : shared.shown(rows.length, props.total)}
      </div>
    </div>
  );
}
