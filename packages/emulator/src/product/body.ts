import type { CallProblem } from "../input/call-problem.ts";
import type { CallParts } from "./call-parts.ts";
import { dereference, type MediaType, type OpenApiDocument, type RequestBody, type Schema } from "./document.ts";
import type { Schemas, ValueValidator } from "./schemas.ts";
import { valueFromString } from "./value-from-string.ts";

/** Finds the first problem with the body of a call. */
export type BodyCheck = (call: CallParts) => (CallProblem & { readonly isMediaType?: boolean }) | undefined;

const JSON_MEDIA_TYPE = /[/+]json$/;
const FORM_MEDIA_TYPE = "application/x-www-form-urlencoded";

/** Creates the check of a body: in JSON and in a form against its schema, otherwise only of its media type. */
export function createBodyCheck(document: OpenApiDocument, schemas: Schemas, body: RequestBody | undefined): BodyCheck {
  if (!body) {
    return () => undefined;
  }
  const { content = {}, required = false } = body;
  const validators = new Map<MediaType, ValueValidator>();
  return ({ body: text, mediaType }) => {
    if (text === "") {
      return required ? { in: "body", at: "", message: "The body is missing." } : undefined;
    }
    const media = findMedia(content, mediaType);
    if (!media) {
      const message = `The Content-Type must be ${Object.keys(content).join(" or ")}.`;
      return { in: "header", at: "Content-Type", message, isMediaType: true };
    }
    const { schema } = media;
    const parsed = parse(document, mediaType, schema, text);
    if ("problem" in parsed) {
      return { in: "body", at: "", message: parsed.problem };
    }
    if (!schema || parsed.value === undefined) {
      return undefined;
    }
    const validate = validators.get(media) ?? schemas.validator(schema);
    validators.set(media, validate);
    const problem = validate(parsed.value);
    return problem && { in: "body", ...problem };
  };
}

function findMedia(content: Readonly<Record<string, MediaType>>, mediaType: string): MediaType | undefined {
  const [type = ""] = mediaType.split("/");
  const byName = new Map(Object.entries(content).map(([name, media]) => [bare(name), media]));
  return byName.get(mediaType) ?? byName.get(`${type}/*`) ?? byName.get("*/*");
}

/** The name of a media type without its parameters. */
function bare(name: string): string {
  return (name.split(";", 1)[0] ?? "").trim().toLowerCase();
}

function parse(
  document: OpenApiDocument,
  mediaType: string,
  schema: Schema | undefined,
  text: string,
): { readonly value: unknown } | { readonly problem: string } {
  if (JSON_MEDIA_TYPE.test(mediaType)) {
    try {
      return { value: JSON.parse(text) };
    } catch {
      // The parser's message would quote the body.
      return { problem: "The body is not valid JSON." };
    }
  }
  if (mediaType !== FORM_MEDIA_TYPE) {
    return { value: undefined };
  }
  const { properties = {} } = schema ? dereference<Schema>(document, schema) : {};
  const fields = [...new URLSearchParams(text)].map(([name, field]) => [
    name,
    valueFromString(document, properties[name] ?? {}, field),
  ]);
  return { value: Object.fromEntries(fields) };
}
