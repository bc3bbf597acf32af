export type CsvValue = string | number | boolean | null | object;

/** One column of a file: the name in its first line, which stays the same in every language, and the value of a row. */
export interface CsvColumn<Row> {
  name: string;
  value: (row: Row) => CsvValue;
}

/**
 * Spreadsheets read a file without it in the encoding of the machine, and spoil every name with an accent. Programs,
 * which would rather do without, have the API.
 */
export const BYTE_ORDER_MARK = '\uFEFF';

/** What makes spreadsheets take a cell for a formula: they would run what somebody wrote into their own name. */
const FORMULA = /^[=+\-@\t\r\n]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** @see RFC 4180 */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: CsvValue): string {
  const text = textOf(value);
  // What the API counted is a number, also below zero.
  const harmless = typeof value !== 'number' && FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function textOf(value: CsvValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
