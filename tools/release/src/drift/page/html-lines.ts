import { type DefaultTreeAdapterMap, parse } from "parse5";
import type { PageLine } from "./page-line.ts";

type Node = DefaultTreeAdapterMap["node"];

/** What a reader of the page does not see. */
const INVISIBLE = new Set(["head", "script", "style", "noscript", "template", "svg"]);
/** Elements that do not begin a line. All others do. */
const INLINE = new Set(
  "a abbr b bdi bdo big cite code data dfn em font i ins kbd mark q s samp small span strong sub sup tt u var wbr".split(
    " ",
  ),
);
const CELLS = new Set(["td", "th"]);

/** The lines of a page in HTML, each with the number of the line of the file where its text begins. */
export function htmlLines(html: string): PageLine[] {
  const lines: PageLine[] = [];
  let current: { number: number; text: string } | undefined;

  function endLine(suffix = ""): void {
    if (current && current.text.trim() !== "") {
      lines.push({ number: current.number, text: current.text.trimEnd() + suffix });
    }
    current = undefined;
  }

  function append(text: string, number: number): void {
    if (!current && text.trim() === "") {
      return;
    }
    current ??= { number, text: "" };
    current.text += text;
  }

  function visit(node: Node, inPre: boolean, inCell: boolean): void {
    if (node.nodeName === "#text" && "value" in node) {
      const first = node.sourceCodeLocation?.startLine ?? 1;
      for (const [index, text] of node.value.split("\n").entries()) {
        if (index > 0 && inPre && !inCell) {
          endLine();
        } else if (index > 0) {
          append(" ", first + index);
        }
        append(text, first + index);
      }
      return;
    }
    if (INVISIBLE.has(node.nodeName) || !("childNodes" in node)) {
      return;
    }
    const isCell = CELLS.has(node.nodeName);
    if (node.nodeName === "br" || (inCell && !INLINE.has(node.nodeName))) {
      inPre || !inCell ? endLine() : append(" ", node.sourceCodeLocation?.startLine ?? 1);
    } else if (!INLINE.has(node.nodeName)) {
      endLine();
    }
    for (const child of node.childNodes) {
      visit(child, inPre || node.nodeName === "pre", inCell || isCell);
    }
    if (isCell) {
      current ??= { number: node.sourceCodeLocation?.startLine ?? 1, text: "-" };
      endLine(" |");
    } else if (!INLINE.has(node.nodeName) && !inCell) {
      endLine();
    }
  }

  visit(parse(html, { sourceCodeLocationInfo: true }), false, false);
  endLine();
  return lines;
}
