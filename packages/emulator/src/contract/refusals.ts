import {
  type Contract,
  type DocumentedResponse,
  dereference,
  type Example,
  type OpenApiDocument,
  type Operation,
  type PathItem,
  type Reference,
} from "@microbilt-oauth/spec";
import { EmulatorError, invalidArgument } from "../errors.ts";
import { isTokenRequestParameter, type TokenRequestParameter } from "./token-request-parameters.ts";

/** The name of an error response: that of its example in the document, such as `QuotaExceeded`. */
export type RefusalName =
  | "MissingClientId"
  | "InvalidClient"
  | "UnsupportedGrantType"
  | "MissingAccessToken"
  | "UnknownAccessToken"
  | "ExpiredAccessToken"
  | "ProductNotAllowed"
  | "UnknownPath"
  | "QuotaExceeded"
  | (string & {});

/** An error response of the document. */
export interface Refusal {
  readonly name: RefusalName;
  /** The lowest status with which the document shows the response. */
  readonly status: number;
  /** Every status with which the document shows the response. */
  readonly statuses: readonly number[];
  readonly mediaType: string;
  readonly body: unknown;
}

/** The error responses of the document. */
export interface Refusals {
  readonly names: readonly RefusalName[];
  /** @throws {EmulatorError} `invalid_argument` if the document has no error response of this name */
  get(name: RefusalName): Refusal;
  /** Returns the response to a token request in which a parameter is missing or invalid. */
  missing(parameter: string): Refusal;
}

/** The error responses without which the emulator cannot work. */
const REQUIRED: readonly RefusalName[] = [
  "MissingClientId",
  "InvalidClient",
  "UnsupportedGrantType",
  "MissingAccessToken",
  "UnknownAccessToken",
  "ExpiredAccessToken",
  "ProductNotAllowed",
  "UnknownPath",
  "QuotaExceeded",
];

/** The parameter that the example `MissingClientId` is about. */
const EXAMPLE_PARAMETER: TokenRequestParameter = "client_id";

const EXAMPLES = "#/components/examples/";

/** Collects the error responses: the examples that the responses of both endpoints refer to. */
export function readRefusals(document: OpenApiDocument, { tokenEndpoint, resource }: Contract): Refusals {
  const found = new Map<RefusalName, Refusal>();
  const operations = [tokenEndpoint, resource].flatMap(({ path }) =>
    Object.values(document.paths[path] as PathItem).filter((operation) => (operation as Operation).responses),
  );
  for (const { responses = {} } of operations as Operation[]) {
    for (const [code, response] of Object.entries(responses)) {
      if (Number(code) >= 400) {
        collect(Number(code), dereference<DocumentedResponse>(document, response));
      }
    }
  }
  const absent = REQUIRED.filter((name) => !found.has(name));
  if (absent.length > 0) {
    throw new EmulatorError(
      "invalid_document",
      `The document has no response with the example ${absent.join(" or ")}, which the emulator needs.`,
    );
  }
  return { names: [...found.keys()], get, missing };

  function collect(status: number, { content = {} }: DocumentedResponse): void {
    for (const [mediaType, { examples = {} }] of Object.entries(content)) {
      for (const example of Object.values(examples)) {
        const { $ref } = example as Partial<Reference>;
        if ($ref?.startsWith(EXAMPLES)) {
          const name = $ref.slice(EXAMPLES.length);
          const statuses = [...new Set([...(found.get(name)?.statuses ?? []), status])].sort((a, b) => a - b);
          const { value } = dereference<Example>(document, example);
          found.set(name, { name, mediaType, body: value, status: statuses[0] ?? status, statuses });
        }
      }
    }
  }

  function get(name: RefusalName): Refusal {
    const refusal = found.get(name);
    if (!refusal) {
      throw invalidArgument(
        `Unknown error response ${JSON.stringify(name)}. Error responses in the document: ${[...found.keys()].join(", ")}`,
      );
    }
    return refusal;
  }

  /** The document's own example for the parameter, otherwise the one for the client ID with the name replaced. */
  function missing(parameter: string): Refusal {
    const general = get("MissingClientId");
    // The caller chose any other name, so a response does not repeat it.
    if (!isTokenRequestParameter(parameter)) {
      return general;
    }
    const own = [...found.values()].find(
      ({ status, body }) => status === general.status && mentions(JSON.stringify(body), parameter),
    );
    const body = JSON.parse(JSON.stringify(general.body), (_, value: unknown) =>
      typeof value === "string" ? value.replaceAll(EXAMPLE_PARAMETER, () => parameter) : value,
    );
    return own ?? { ...general, body };
  }
}

function mentions(text: string, word: string): boolean {
  return text.split(/[^\w.]+/).includes(word);
}
