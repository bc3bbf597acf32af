/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role --
   not redundant: browsers forget the roles of a table when CSS changes its display */
import { Fragment, type CSSProperties, type ReactNode } from 'react';

import classes from './data-table.module.css';

export interface Column<Row> {
  key: string;
  /** Column header; also stands before the value where the table is folded into cards. */
  header: string;
  render: (row: Row) => ReactNode;
  /** The header as a link that sorts, where the column can be sorted. */
  sort?: { direction: 'ascending' | 'descending' | 'none'; link: ReactNode };
  /** The value that names the row. Exactly one column has it. */
  rowHeader?: boolean;
  /** Buttons of the row: no label before them in cards. */
  actions?: boolean;
  /** `bare`: the value speaks for itself in a card; `none`: it is left out there. */
  inCard?: 'bare' | 'none';
  /** CSS width; by default as wide as the content needs. */
  width?: string;
}

interface DataTableProps<Row> {
  /** Names the table for screen readers. */
  caption: string;
  columns: Array<Column<Row>>;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** A row component of one's own (`<tr>` with `role="row"`), for rows with a state. */
  renderRow?: (row: Row, cells: ReactNode) => ReactNode;
  /** What stands below a row, over its whole width. */
  renderBelow?: (row: Row) => ReactNode;
}

/**
 * A table made on the server, its state in the address. On a narrow screen each row becomes a card.
 * The roles are written out because browsers forget them when CSS changes `display`.
 */
export function DataTable<Row>({ caption, columns, rows, rowKey, renderRow, renderBelow }: DataTableProps<Row>) {
  return (
    // Reachable by keyboard, because it scrolls where the columns do not fit.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.scroll} role="region" aria-label={caption} tabIndex={0}>
      <table className={classes.table} role="table" aria-label={caption}>
        <thead role="rowgroup" className={classes.head}>
          <tr role="row">
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => {
            const cells = columns.map((column) => <Cell key={column.key} column={column} row={row} />);
            if (renderRow) return renderRow(row, cells);
            return (
              <Fragment key={rowKey(row)}>
                <tr role="row" className={classes.row}>
                  {cells}
                </tr>
                {renderBelow && <RowBelow width={columns.length}>{renderBelow(row)}</RowBelow>}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function RowBelow({ width, children }: { width: number; children: ReactNode }) {
  return (
    <tr role="row" className={classes.below}>
      <td role="cell" colSpan={width}>
        {children}
      </td>
    </tr>
  );
}

function HeaderCell<Row>({ column }: { column: Column<Row> }) {
  const width: CSSProperties | undefined = column.width ? { width: column.width } : undefined;
  return (
    <th scope="col" role="columnheader" aria-sort={column.sort?.direction} style={width} data-actions={column.actions}>
      {column.sort?.link ?? (column.actions ? <span className={classes.hidden}>{column.header}</span> : column.header)}
    </th>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const content = column.render(row);
  if (column.rowHeader) {
    return (
      <th scope="row" role="rowheader" className={classes.rowHeader}>
        {content}
      </th>
    );
  }
  return (
    <td role="cell" data-actions={column.actions} data-card={column.inCard}>
      {!column.actions && column.inCard !== 'bare' && <span className={classes.cardLabel}>{column.header}</span>}
      <span className={classes.value}>{content}</span>
    </td>
  );
}
