/** With these a spreadsheet would take a text for a formula, or break out of its cell. */
const startsFormula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const needsQuotes = /[",;\t\r\n]|^[\s']|\s$/;

/** One cell of RFC 4180. A text that a spreadsheet would run stands behind an apostrophe. */
export function csvCell(text: string): string {
  const inert = startsFormula.test(text) ? `'${text}` : text;
  return needsQuotes.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** Cells are as `csvCell` makes them, or numbers. */
export const csvLine = (cells: readonly string[]): string => `${cells.join(',')}\r\n`;

/** Without it spreadsheets read UTF-8 as something else. */
export const byteOrderMark = '\uFEFF';
