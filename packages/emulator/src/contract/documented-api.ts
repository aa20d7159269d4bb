import { type Contract, type OpenApiDocument, readContract } from "@microbilt-oauth/spec";
import { EmulatorError } from "../errors.ts";
import { type BodyValidators, createBodyValidators } from "./body-validators.ts";
import { type Refusals, readRefusals } from "./refusals.ts";
import { readTokenAnswer, type TokenAnswer } from "./token-response.ts";

/** Everything the emulator knows about the API, read from the document. */
export interface Blueprint {
  readonly contract: Contract;
  readonly validate: BodyValidators;
  readonly tokenAnswer: TokenAnswer;
  readonly refusals: Refusals;
}

/**
 * Reads the document.
 *
 * @throws {EmulatorError} `invalid_document`, naming what it lacks
 */
export function readBlueprint(document: OpenApiDocument): Blueprint {
  assertOpenApi(document);
  try {
    const contract = readContract(document);
    return {
      contract,
      validate: createBodyValidators(document, contract),
      tokenAnswer: readTokenAnswer(document, contract),
      refusals: readRefusals(document, contract),
    };
  } catch (error) {
    if (error instanceof EmulatorError) {
      throw error;
    }
    const { message } = error as Error;
    // A TypeError is ours: something has another type than OpenAPI gives it.
    const problem = error instanceof TypeError ? `A part of it is not as OpenAPI has it (${message}).` : message;
    throw new EmulatorError("invalid_document", `The document cannot be used. ${problem}`, { cause: error });
  }
}

function assertOpenApi(document: OpenApiDocument): void {
  if (!/^3\.[12]\./.test(String(document?.openapi))) {
    throw new EmulatorError(
      "invalid_document",
      "This is no OpenAPI 3.1 document: it has no openapi: 3.1.x at its top.",
    );
  }
  for (const part of ["info", "paths"] as const) {
    if (typeof document[part] !== "object" || document[part] === null) {
      throw new EmulatorError("invalid_document", `The document has no ${part}.`);
    }
  }
}
