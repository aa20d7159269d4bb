import type { GatewayFault, TokenError } from "../../generated/openapi.ts";
import type { OpenApiDocument } from "../document/openapi-document.ts";
import type { ErrorCodes } from "./contract.ts";

/** Reads the codes of the error examples that have a remedy. */
export function readErrorCodes({ components }: OpenApiDocument): ErrorCodes {
  const examples = Object.values(components?.examples ?? {});
  const codesWith = (remedy: string) => {
    const errors = examples.filter((example) => example["x-remedy"] === remedy);
    return [...new Set(errors.map(({ value }) => errorCodeOf(value as Partial<TokenError & GatewayFault>)))];
  };
  return {
    newCredentials: codesWith("new-credentials"),
    newToken: codesWith("new-token"),
    none: codesWith("none"),
  };
}

function errorCodeOf({ ErrorCode, fault }: Partial<TokenError & GatewayFault>): string {
  const code = ErrorCode ?? fault?.detail.errorcode;
  if (code === undefined) {
    throw new Error("An example with an x-remedy has no error code.");
  }
  return code;
}
