import { namesOf } from "./pointer-names.ts";

/** Kinds of components, as a reader calls them. */
const COMPONENTS: Readonly<Record<string, string>> = {
  schemas: "",
  responses: "the response ",
  examples: "the example ",
  parameters: "the parameter ",
  headers: "the header ",
  securitySchemes: "the security scheme ",
  requestBodies: "the request body ",
};

/** Words between a component or an operation and its parts. */
const PARTS: Readonly<Record<string, string>> = {
  requestBody: "the request body",
  items: "the items",
  value: "the value",
  schema: "the schema",
  content: "the content",
};

/** Names a place in the document, for a sentence: `status of TokenResponse`, `the response 401 of POST /a`. */
export function describePlace(pointer: string): string {
  const names = namesOf(pointer);
  const [first, second = "", third, ...rest] = names;
  if (first === "components" && third !== undefined) {
    return withParts(`${COMPONENTS[second] ?? `${second} `}${third}`, rest);
  }
  if (first === "paths") {
    return third === undefined ? `the path ${second}` : withParts(`${third.toUpperCase()} ${second}`, rest);
  }
  if (first === "servers") {
    return `the ${second} server`;
  }
  return first === undefined || first === "info" ? "the document" : `${names.join(".")} of the document`;
}

function withParts(whole: string, names: readonly string[]): string {
  const parts: string[] = [];
  for (let at = 0; at < names.length; at++) {
    const [name = "", next] = [names[at], names[at + 1]];
    if (["properties", "responses", "parameters", "examples"].includes(name) && next !== undefined) {
      parts.unshift(name === "properties" ? next : `the ${name.slice(0, -1)} ${next}`);
      at++;
    } else if (name === "content" && next !== undefined) {
      at++;
    } else {
      parts.unshift(PARTS[name] ?? name);
    }
  }
  return [...parts, whole].join(" of ");
}
