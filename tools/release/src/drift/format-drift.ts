import type { Difference } from "./difference.ts";

/** What `spec:drift` prints. */
export function formatDrift(differences: readonly Difference[], page: string, document: string): string {
  if (differences.length === 0) {
    return `${page} says what ${document} says that the documentation says.`;
  }
  const count = differences.length === 1 ? "1 place" : `${differences.length} places`;
  const parts = differences.map(({ fact, message, page: where, document: line }, index) => {
    const onPage = where ? `${page}:${where.number}: ${shortened(where.text)}` : `${page}: nothing`;
    const indented = [message, onPage, `${document}:${line.number}: ${shortened(line.text)}`].map(
      (text) => `   ${text}\n`,
    );
    return `${index + 1}. ${fact[0]?.toUpperCase()}${fact.slice(1)}\n${indented.join("")}`;
  });
  return `${page} and ${document} differ in ${count}.\n\n${parts.join("\n")}`.trimEnd();
}

function shortened(text: string): string {
  return text.length > 110 ? `${text.slice(0, 109)}…` : text;
}
