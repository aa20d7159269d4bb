import { isRfcSection, rfcTitle } from "@microbilt-oauth/spec";
import { describeCounts } from "./counts.ts";
import type { TracedSource, TracedStatement } from "./traced.ts";

/** Formats the table of requirements as text. */
export function formatRequirements(sources: readonly TracedSource[]): string {
  const all = sources.flatMap(({ statements }) => statements);
  return [...sources.map(formatSource), `In total: ${describeCounts(all)}.`].join("\n\n");
}

function formatSource({ title, standard, statements }: TracedSource): string {
  const heading = standard === undefined ? title : `${title}, ${standard}`;
  return [heading, `${describeCounts(statements)}.`, "", ...statements.map(formatStatement)].join("\n");
}

function formatStatement({ place, keyword, text, checks, unchecked }: TracedStatement): string {
  const where = isRfcSection(place) ? rfcTitle(place).replace(/^.*, /, "") : place;
  const evidence = unchecked === undefined ? checks : [`no check: ${unchecked}`];
  return [
    `  ${[where, keyword].filter(Boolean).join("  ")}`,
    `    ${text}`,
    ...evidence.map((line) => `      ${line}`),
  ].join("\n");
}
