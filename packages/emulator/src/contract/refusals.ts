import {
  type Contract,
  dereference,
  type Example,
  type OpenApiDocument,
  type Operation,
  type PathItem,
  type Reference,
  type Response,
} from "@microbilt-oauth/spec";
import { EmulatorError } from "../errors.ts";
import { isTokenRequestMember } from "./token-request-members.ts";

/** Why a request is refused: the name of the example in the document that answers it. */
export type RefusalName = (typeof NEEDED)[number] | (string & {});

/** How a request is refused. */
export interface Refusal {
  readonly name: RefusalName;
  /** The status of the first answer in the document that shows the example. */
  readonly status: number;
  /** Every status with which the document shows it. */
  readonly statuses: readonly number[];
  readonly mediaType: string;
  readonly body: unknown;
}

export interface Refusals {
  readonly names: readonly RefusalName[];
  /** @throws {EmulatorError} `invalid_argument` when the document has no such refusal */
  get(name: RefusalName): Refusal;
  /** The refusal of a token request that lacks a parameter; that for the client id when the document knows no such one. */
  missing(parameter: string): Refusal;
}

/** Those without which the emulator could not refuse what it has to. */
const NEEDED = [
  "MissingClientId",
  "InvalidClient",
  "UnsupportedGrantType",
  "MissingAccessToken",
  "UnknownAccessToken",
  "ExpiredAccessToken",
  "ProductNotAllowed",
  "QuotaExceeded",
] as const;

const EXAMPLES = "#/components/examples/";

/** Collects the examples of errors from the answers of both operations. */
export function readRefusals(document: OpenApiDocument, { tokenEndpoint, resource }: Contract): Refusals {
  const found = new Map<RefusalName, Refusal>();
  const operations = [tokenEndpoint, resource].flatMap(({ path }) =>
    Object.values(document.paths[path] as PathItem).filter((operation) => (operation as Operation).responses),
  );
  for (const { responses = {} } of operations as Operation[]) {
    for (const [code, response] of Object.entries(responses)) {
      if (Number(code) >= 400) {
        collect(Number(code), dereference<Response>(document, response));
      }
    }
  }
  const absent = NEEDED.filter((name) => !found.has(name));
  if (absent.length > 0) {
    throw new EmulatorError("invalid_document", `No answer in the document has the example ${absent.join(" or ")}.`);
  }
  return { names: [...found.keys()], get, missing };

  function collect(status: number, { content = {} }: Response): void {
    for (const [mediaType, { examples = {} }] of Object.entries(content)) {
      for (const example of Object.values(examples)) {
        const name =
          (example as Reference).$ref?.startsWith(EXAMPLES) && (example as Reference).$ref.slice(EXAMPLES.length);
        if (name) {
          const known = found.get(name);
          const statuses = [...new Set([...(known?.statuses ?? []), status])].sort((a, b) => a - b);
          const { value } = dereference<Example>(document, example);
          found.set(name, { name, mediaType, body: value, status: statuses[0] ?? status, statuses });
        }
      }
    }
  }

  function get(name: RefusalName): Refusal {
    const refusal = found.get(name);
    if (!refusal) {
      throw new EmulatorError(
        "invalid_argument",
        `The document has no refusal ${name}: take one of ${[...found.keys()].join(", ")}.`,
      );
    }
    return refusal;
  }

  /** The document's own words where it has some for the parameter, else those for the client id with the name replaced. */
  function missing(parameter: string): Refusal {
    const general = get("MissingClientId");
    // Whoever asks chose the name: it is not for an answer.
    if (!isTokenRequestMember(parameter)) {
      return general;
    }
    const own = [...found.values()].find(
      ({ status, body }) => status === general.status && mentions(JSON.stringify(body), parameter),
    );
    const body = JSON.parse(JSON.stringify(general.body), (_, value: unknown) =>
      typeof value === "string" ? value.replaceAll("client_id", () => parameter) : value,
    );
    return own ?? { ...general, body };
  }
}

function mentions(text: string, word: string): boolean {
  return text.split(/[^\w.]+/).includes(word);
}
