import type { styleText } from "node:util";
import type { Outcome } from "../../run/results.ts";

/** The styles that `styleText` knows, such as `red` or `bold`. */
export type TextStyle = Parameters<typeof styleText>[0];

/** Styles a text if the output supports it. */
export type Paint = (style: TextStyle, text: string) => string;

/** The symbol of each outcome. */
const SYMBOLS: Readonly<Record<Outcome, string>> = {
  passed: "✓",
  failed: "✗",
  warning: "!",
  noted: "i",
  accepted: "~",
  skipped: "-",
};

const STYLES: Readonly<Record<Outcome, TextStyle>> = {
  passed: "green",
  failed: "red",
  warning: "yellow",
  noted: "yellow",
  accepted: "yellow",
  skipped: "gray",
};

/** Paints a text in the colour of an outcome. */
export function paintOutcome(outcome: Outcome, text: string, paint: Paint): string {
  return paint(STYLES[outcome], text);
}

/** The symbol of an outcome, in its colour. */
export function outcomeSymbol(outcome: Outcome, paint: Paint): string {
  return paintOutcome(outcome, SYMBOLS[outcome], paint);
}

/** Explains the symbols. */
export function legend(paint: Paint): string {
  return (Object.keys(SYMBOLS) as Outcome[])
    .map((outcome) => `${outcomeSymbol(outcome, paint)} ${outcome}`)
    .join("   ");
}
