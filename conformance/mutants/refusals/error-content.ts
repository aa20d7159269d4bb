import type { Mutant, MutantResponse } from "../mutant.ts";
import { mutateResponse, withHeaders } from "../operators/response.ts";
import { isTokenRequest } from "../operators/token-request.ts";

/** Rejections of token requests that no program can read. */
export const errorContentMutants: readonly Mutant[] = [
  explaining("in HTML", (response) => ({
    ...withHeaders(response, { "content-type": "text/html" }),
    body: "<html><h1>Error</h1></html>",
  })),
  explaining("in a string", (response) => ({ ...response, body: '"Error"' })),
  {
    ...explaining("", (response) => ({ ...withHeaders(response, { "content-type": undefined }), body: "" })),
    title: "The token endpoint does not explain rejections",
  },
];

function explaining(description: string, explain: (response: MutantResponse) => MutantResponse): Mutant {
  return {
    title: `The token endpoint explains rejections ${description}`,
    killedBy: "refusals/error-json",
    mutate: mutateResponse((response, context, request) =>
      isTokenRequest(context, request) && [400, 401].includes(response.status) ? explain(response) : response,
    ),
  };
}
