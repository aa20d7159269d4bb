import { withoutTrailingSlash } from "../input/path-pattern.ts";

/** The path of an operation, such as `/Integra/GetDocument/{file}`. */
export interface PathTemplate {
  /** As the document writes it, below the base path. */
  readonly text: string;
  /** How many parameters it has. A path that matches several templates belongs to the one with the fewest. */
  readonly parameterCount: number;
  /** Returns the values of the parameters by name, URL-decoded. Undefined if the path does not match. */
  match(path: string): Readonly<Record<string, string>> | undefined;
}

const PARAMETER = /\{([^{}]+)\}/g;

export function createPathTemplate(text: string): PathTemplate {
  const names = [...text.matchAll(PARAMETER)].map(([, name = ""]) => name);
  const literals = withoutTrailingSlash(text).split(/\{[^{}]+\}/);
  const pattern = new RegExp(`^${literals.map(escapeForPattern).join("([^/]+)")}$`);
  return {
    text,
    parameterCount: names.length,
    match(path) {
      const values = pattern.exec(withoutTrailingSlash(path))?.slice(1);
      return values && Object.fromEntries(names.map((name, index) => [name, decode(values[index] ?? "")]));
    },
  };
}

function escapeForPattern(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
