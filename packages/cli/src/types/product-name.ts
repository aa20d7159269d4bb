import { basename } from "node:path";

/**
 * Names that the generated file has already, and those that TypeScript reserves, in strict mode and in modules (ECMA-262,
 * section 12.7.2).
 */
const TAKEN: ReadonlySet<string> = new Set(
  `Product paths components operations webhooks $defs
   arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally
   for function if implements import in instanceof interface let new null package private protected public return static super
   switch this throw true try typeof var void while with yield undefined`.split(/\s+/),
);

/**
 * Makes the name of a product from the name of its document's file: `iPredict_6.yaml` is `iPredict`. The name is a valid
 * identifier. It does not depend on the version, so that a new version of the document changes no import.
 */
export function productName(file: string): string {
  const [stem = ""] = basename(file).split(/\.(?:ya?ml|json)$/i);
  const words = stem.replace(/[_-]v?\d+(?:\.\d+)*$/i, "").split(/[^\p{ID_Continue}$]+|_+/u);
  const [first = "", ...rest] = words.filter(Boolean);
  const name = [first, ...rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join("");
  return /^[\p{ID_Start}$]/u.test(name) && !TAKEN.has(name)
    ? name
    : `product${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
