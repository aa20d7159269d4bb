/** What a request prefers of the responses in a document. */
export interface Preference {
  /** The name of an example. */
  readonly example?: string;
  /** The status of a response. */
  readonly status?: number;
}

/** The name of the example for `Prefer: failure`. */
export const FAILURE = "failure";

const PREFERENCE = /(?:^|[,;])\s*(?<name>[\w-]+)\s*(?:=\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<plain>[^\s",;]*)))?/g;

/**
 * Reads a `Prefer` header: `example=declined`, `code=404`, or `failure`. Other preferences are ignored.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7240#section-2
 */
export function readPreference(header: string | null): Preference {
  let example: string | undefined;
  let status: number | undefined;
  for (const { groups = {} } of (header ?? "").matchAll(PREFERENCE)) {
    const { name = "", quoted, plain } = groups;
    const value = quoted?.replace(/\\(.)/g, "$1") ?? plain;
    switch (name.toLowerCase()) {
      case "example":
        example ??= value;
        break;
      case "code":
        status ??= Number(value);
        break;
      case FAILURE:
        example ??= FAILURE;
        break;
    }
  }
  return { ...(example !== undefined && { example }), ...(status !== undefined && { status }) };
}

/** Writes a preference as `Preference-Applied` has it. Undefined if there is none. */
export function formatPreference({ example, status }: Preference): string | undefined {
  const parts = [example !== undefined && `example=${quote(example)}`, status !== undefined && `code=${status}`];
  return parts.filter(Boolean).join(", ") || undefined;
}

function quote(value: string): string {
  return /^[\w.-]+$/.test(value) ? value : `"${value.replace(/[\\"]/g, "\\$&")}"`;
}
