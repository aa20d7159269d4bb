import {
  type Contract,
  dereference,
  type Example,
  type OpenApiDocument,
  type Reference,
  type Response,
  resolve,
} from "@microbilt-oauth/spec";
import type { TokenResponse } from "@microbilt-oauth/spec/types";
import { EmulatorError } from "../errors.ts";

/** What a granted token request is answered with. */
export interface TokenAnswer {
  readonly mediaType: string;
  /** In seconds, as documented. */
  readonly lifetime: number;
  /** How many characters an access token has. */
  readonly tokenLength: number;
  /** The documented members, with the variable ones filled in; each is text. */
  fill(values: { issuedAt: number; expiresIn: number; accessToken: string }): Record<string, unknown>;
}

/** Takes the documented example as the pattern of all answers. */
export function readTokenAnswer(document: OpenApiDocument, contract: Contract): TokenAnswer {
  const { tokenResponse, tokenEndpoint } = contract;
  const pointer = `${tokenEndpoint.pointer}/responses/200`;
  const response = dereference<Response>(document, resolve(document, pointer) as Response | Reference);
  const [example] = Object.values(response.content?.[tokenResponse.mediaType]?.examples ?? {}).map((example) =>
    dereference<Example>(document, example),
  );
  const members = example?.value as TokenResponse | undefined;
  if (!members?.issued_at || !members.expires_in) {
    throw new EmulatorError("invalid_document", `The document has no example of a whole answer at ${pointer}.`);
  }
  const lifetime = Number(members.expires_in);
  if (!(lifetime > 0)) {
    throw new EmulatorError("invalid_document", `The example at ${pointer} has no number of seconds as expires_in.`);
  }
  return {
    mediaType: tokenResponse.mediaType,
    lifetime,
    tokenLength: String(members.access_token).length,
    fill: (values) => ({
      ...members,
      issued_at: String(values.issuedAt),
      expires_in: String(values.expiresIn),
      access_token: values.accessToken,
    }),
  };
}
