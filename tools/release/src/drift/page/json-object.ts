/** A member of a JSON object. */
export interface JsonMember {
  /** The name. */
  readonly name: string;
  /** The value, or the text of the value if it is not JSON. */
  readonly value: unknown;
  /** Where the member begins in the text. */
  readonly position: number;
}

/** A JSON object in a text. */
export interface JsonObject {
  /** Where the object begins in the text. */
  readonly position: number;
  /** Its members, not those of objects within it. */
  readonly members: readonly JsonMember[];
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/g;

/** The outermost objects of a text. They can have the faults of examples, such as an additional comma. */
export function jsonObjects(text: string): JsonObject[] {
  const objects: JsonObject[] = [];
  let depth = 0;
  let members: JsonMember[] = [];
  let begin = 0;
  let name: { text: string; position: number } | undefined;
  let last: { text: string; position: number } | undefined;
  for (const { 0: token, index: position } of text.matchAll(TOKEN)) {
    if (token === "{" || token === "[") {
      if (depth === 0) {
        begin = position;
        members = [];
      } else if (depth === 1 && name) {
        members.push({ name: name.text, value: token === "{" ? {} : [], position: name.position });
        name = undefined;
      }
      depth++;
    } else if (token === "}" || token === "]") {
      depth = Math.max(0, depth - 1);
      if (depth === 0 && members.length > 0) {
        objects.push({ position: begin, members });
        members = [];
      }
    } else if (depth === 1 && token === ":" && last?.text.startsWith('"')) {
      name = { text: String(parse(last.text)), position: last.position };
    } else if (depth === 1 && name && token !== ",") {
      members.push({ name: name.text, value: parse(token), position: name.position });
      name = undefined;
    }
    last = { text: token, position };
  }
  return objects;
}

function parse(token: string): unknown {
  try {
    return JSON.parse(token);
  } catch {
    return token;
  }
}
