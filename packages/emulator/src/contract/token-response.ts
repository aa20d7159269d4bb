import {
  type Contract,
  type DocumentedResponse,
  dereference,
  type Example,
  type OpenApiDocument,
  type Reference,
  resolve,
} from "@microbilt-oauth/spec";
import type { TokenResponse } from "@microbilt-oauth/spec/types";
import { EmulatorError } from "../errors.ts";

/** The response to a granted token request, made from the example in the document. */
export interface TokenResponseTemplate {
  readonly mediaType: string;
  /** How long the token of the example is valid, in s. */
  readonly expiresIn: number;
  /** The number of characters in an access token. */
  readonly tokenLength: number;
  /** Fills in the members that differ from response to response. */
  fill(values: {
    /** In ms since 1970. */
    issuedAt: number;
    /** In s. */
    expiresIn: number;
    accessToken: string;
  }): TokenResponse;
}

/** Reads the example of a token response. */
export function readTokenResponse(document: OpenApiDocument, contract: Contract): TokenResponseTemplate {
  const { tokenResponse, tokenEndpoint } = contract;
  const pointer = `${tokenEndpoint.pointer}/responses/200`;
  const response = dereference<DocumentedResponse>(
    document,
    resolve(document, pointer) as DocumentedResponse | Reference,
  );
  const [first] = Object.values(response.content?.[tokenResponse.mediaType]?.examples ?? {}).map((example) =>
    dereference<Example>(document, example),
  );
  const example = first?.value as TokenResponse | undefined;
  if (!example?.issued_at || !example.expires_in) {
    throw new EmulatorError("invalid_document", `The document has no complete example of the response at ${pointer}.`);
  }
  const expiresIn = Number(example.expires_in);
  if (!(expiresIn > 0)) {
    throw new EmulatorError("invalid_document", `expires_in in the example at ${pointer} must be a positive number.`);
  }
  return {
    mediaType: tokenResponse.mediaType,
    expiresIn,
    tokenLength: String(example.access_token).length,
    fill(values) {
      const members = { ...example };
      members.issued_at = String(values.issuedAt);
      members.expires_in = String(values.expiresIn);
      members.access_token = values.accessToken;
      return members;
    },
  };
}
