import { type RfcSection, rfcUrl } from "@microbilt-oauth/spec";
import type { CheckIndex } from "./check-index.ts";
import type { Standard, Statement } from "./statement.ts";
import type { TracedSource, TracedStatement } from "./traced.ts";

/** Traces the statements of a standard to their checks. */
export function traceStandard({ rfc, title, statements }: Standard, index: CheckIndex): TracedSource {
  return {
    id: rfc,
    title: `RFC ${rfc.slice("rfc".length)}`,
    standard: title,
    statements: statements.map(trace),
  };

  function trace(statement: Statement): TracedStatement {
    const { section, keyword, text, unchecked } = statement;
    const place: RfcSection = `${rfc}#${section}`;
    return {
      place,
      url: rfcUrl(place),
      ...(keyword !== undefined && { keyword }),
      text,
      checks: index.inOrder(checksOf(statement, place)),
      ...(unchecked !== undefined && { unchecked }),
    };
  }

  function checksOf(statement: Statement, place: RfcSection): readonly string[] {
    const { section, checks: named = [] } = statement;
    const siblings = statements.filter((other) => other.section === section && other.unchecked === undefined);
    const isOnlyOne = siblings.length === 1 && siblings[0] === statement;
    return [...(isOnlyOne ? (index.citing.get(place) ?? []) : []), ...index.matching(named)];
  }
}
