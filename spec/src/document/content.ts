import type { MediaType } from "./openapi-document.ts";
import type { Pointer } from "./pointer.ts";

/** Matches the media type of JSON. */
export const JSON_MEDIA_TYPE: RegExp = /^application\/json$/;

/** Matches the media type of an HTML form. */
export const FORM_MEDIA_TYPE: RegExp = /^application\/x-www-form-urlencoded$/;

/** A body in one media type, whose schema is one of the document's components. */
export interface Content {
  readonly mediaType: string;
  /** Points to the schema. */
  readonly pointer: Pointer;
}

/**
 * Finds the content with a media type.
 *
 * @param content the content of a body, by media type
 * @param mediaType matches the media type to find
 * @param owner names the body in an error message
 * @throws {Error} when there is no such media type, or its schema is not a component.
 */
export function findContent(content: Readonly<Record<string, MediaType>>, mediaType: RegExp, owner: string): Content {
  const found = Object.entries(content).find(([name]) => mediaType.test(name));
  if (!found) {
    throw new Error(`${owner} has no media type that matches ${mediaType.source}.`);
  }
  const [name, { schema }] = found;
  if (schema?.$ref === undefined) {
    throw new Error(`${owner} must refer to a schema in the components for ${name}.`);
  }
  return { mediaType: name, pointer: schema.$ref as Pointer };
}
