import type { Page } from "./page.ts";
import type { PageLine } from "./page-line.ts";

/** A row of a table of parameters. */
export interface ParameterRow {
  /** The name, without notes such as "(Required)". */
  readonly name: string;
  /** Whether the row says that the parameter is required, or optional. */
  readonly required: boolean | undefined;
  /** The other cells, joined. */
  readonly description: string;
  /** The line of the name. */
  readonly line: PageLine;
  /** The line of the description. */
  readonly descriptionLine: PageLine;
}

interface Cell {
  readonly text: string;
  readonly line: PageLine;
}

const NAME_HEADING = /^(?:parameter|name|field|member|property)s?(?: name)?$/i;
const LAST_HEADING = /^(?:description|meaning|details|notes?)$/i;
const NOTE = /\(?\b(required|optional)\b\)?/i;

/** The tables of the page whose first column names parameters. */
export function parameterTables(page: Page): ParameterRow[][] {
  return cellGroups(page)
    .flatMap(splitAtHeadings)
    .filter((table) => table.length > 0);
}

/** Cells that follow each other. */
function cellGroups(page: Page): Cell[][] {
  const groups: Cell[][] = [[]];
  for (const line of page.lines) {
    if (!line.text.endsWith("|")) {
      groups.push([]);
      continue;
    }
    const texts = line.text.replace(/^\||\|$/g, "").split("|");
    groups.at(-1)?.push(...texts.map((text) => ({ text: text.trim(), line })));
  }
  return groups;
}

function splitAtHeadings(cells: readonly Cell[]): ParameterRow[][] {
  const tables: ParameterRow[][] = [];
  let index = 0;
  while (index < cells.length) {
    const first = cells.findIndex(({ text }, at) => at >= index && NAME_HEADING.test(text));
    const last = cells.findIndex(({ text }, at) => at > first && LAST_HEADING.test(text));
    if (first === -1 || last === -1) {
      break;
    }
    const columns = last - first + 1;
    const rows: ParameterRow[] = [];
    index = last + 1;
    while (index + columns <= cells.length && !NAME_HEADING.test(cells[index]?.text ?? "")) {
      rows.push(readRow(cells.slice(index, index + columns)));
      index += columns;
    }
    tables.push(rows);
  }
  return tables;
}

function readRow(cells: readonly Cell[]): ParameterRow {
  const [first, ...others] = cells as [Cell, ...Cell[]];
  const description = others.at(-1) ?? first;
  const note =
    NOTE.exec(first.text)?.[1] ??
    others.map(({ text }) => /^(required|optional|yes|no)$/i.exec(text)?.[1]).find(Boolean);
  return {
    name: first.text.replace(NOTE, "").trim(),
    required: note === undefined ? undefined : /^(?:required|yes)$/i.test(note),
    description: description.text,
    line: first.line,
    descriptionLine: description.line,
  };
}
