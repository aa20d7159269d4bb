/** What the programs and projects need to know of the contract. This workspace is not part of the root's: hence the path. */
import { errorCodes, grantTypes, tokenEndpoint, tokenResponse } from "../../../spec/generated/contract.ts";

export { bearer, servers } from "../../../spec/generated/contract.ts";

export { errorCodes, tokenEndpoint };

/** Creates the members of a token response. */
export function tokenMembers(accessToken: string, expiresIn: number): Readonly<Record<string, string>> {
  return {
    issued_at: String(Date.now()),
    expires_in: String(expiresIn),
    token_type: tokenResponse.values.token_type[0],
    access_token: accessToken,
    status: tokenResponse.values.status[0],
  };
}

/** The body with which the token endpoint rejects credentials. */
export const REJECTED_CREDENTIALS: string = JSON.stringify({
  ErrorCode: errorCodes.newCredentials[0],
  Error: "ClientId is Invalid",
});

/** What `contract.json` of a project holds: JavaScript of every kind of module can read it. */
export const PROJECT_CONTRACT: Readonly<Record<string, unknown>> = {
  tokenPath: tokenEndpoint.path,
  grantType: grantTypes[0],
  token: tokenMembers("for-tests", 3_599),
  rejectedCredentials: REJECTED_CREDENTIALS,
};
