import { type Contract, type OpenApiDocument, readContract } from "@microbilt-oauth/spec";
import { EmulatorError } from "../errors.ts";
import { type BodyValidators, createBodyValidators } from "./body-validators.ts";
import { readFailures } from "./failures.ts";
import { type Refusals, readRefusals } from "./refusals.ts";
import { readTokenResponse, type TokenResponseTemplate } from "./token-response.ts";

/** Everything that the emulator knows about the API, read from the document. */
export interface DocumentedApi {
  readonly contract: Contract;
  readonly validators: BodyValidators;
  readonly tokenResponse: TokenResponseTemplate;
  readonly refusals: Refusals;
  /** Bodies with which products report a failure although the status is 200, by name. */
  readonly failures: ReadonlyMap<string, unknown>;
}

/**
 * Reads what the emulator needs from the document.
 *
 * @throws {EmulatorError} `invalid_document`, with a message that names what the document lacks
 */
export function readDocumentedApi(document: OpenApiDocument): DocumentedApi {
  assertOpenApi(document);
  try {
    const contract = readContract(document);
    return {
      contract,
      validators: createBodyValidators(document, contract),
      tokenResponse: readTokenResponse(document, contract),
      refusals: readRefusals(document, contract),
      failures: readFailures(document, contract),
    };
  } catch (error) {
    if (error instanceof EmulatorError) {
      throw error;
    }
    const { message } = error as Error;
    // A TypeError comes from reading a part whose type is not what OpenAPI requires.
    const problem = error instanceof TypeError ? `A part of it does not follow OpenAPI (${message}).` : message;
    throw new EmulatorError("invalid_document", `The emulator cannot use this document. ${problem}`, { cause: error });
  }
}

function assertOpenApi(document: OpenApiDocument): void {
  if (!/^3\.[12]\./.test(String(document?.openapi))) {
    throw new EmulatorError(
      "invalid_document",
      "document must be an OpenAPI 3.1 or 3.2 document, with openapi: 3.1.x or 3.2.x at the top level",
    );
  }
  for (const part of ["info", "paths"] as const) {
    if (typeof document[part] !== "object" || document[part] === null) {
      throw new EmulatorError("invalid_document", `The document has no ${part}.`);
    }
  }
}
