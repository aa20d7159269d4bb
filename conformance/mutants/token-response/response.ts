import type { TokenResponse } from "@microbilt-oauth/spec/types";
import type { Mutant } from "../mutant.ts";
import { withHeaders } from "../operators/response.ts";
import { flowOf } from "../operators/token-request.ts";
import { addMember, mutateTokenResponse, withMembers } from "../operators/token-response.ts";

/** The token response as a whole: its status, its header fields, its JSON. */
export const responseMutants: readonly Mutant[] = [
  {
    title: "The token response has the status 201",
    killedBy: "token-response/status-code",
    mutate: mutateTokenResponse((response) => ({ ...response, status: 201 })),
  },
  header("claims to be HTML", "media-type", { "content-type": "text/html" }),
  header("has no Content-Type", "media-type", { "content-type": undefined }),
  {
    title: "The token response names a charset other than UTF-8",
    killedBy: "token-response/charset",
    mutate: mutateTokenResponse((response) =>
      withHeaders(response, { "content-type": `${response.headers["content-type"]}; charset=iso-8859-1` }),
    ),
  },
  {
    title: "The token response starts with a byte order mark",
    killedBy: "token-response/byte-order-mark",
    mutate: mutateTokenResponse((response) => ({ ...response, body: `\uFEFF${response.body}` })),
  },
  {
    title: "The token response contains access_token twice",
    killedBy: "token-response/unique-members",
    mutate: mutateTokenResponse((response) => {
      const first = JSON.stringify({ access_token: "first" } satisfies Partial<TokenResponse>);
      return { ...response, body: response.body.replace("{", `${first.slice(0, -1)},`) };
    }),
  },
  header("has no Cache-Control", "cache-control", { "cache-control": undefined }),
  header("has no Pragma", "pragma", { pragma: undefined }),
  header("has no Date", "date", { date: undefined }),
  {
    title: "The token response contains a refresh token",
    killedBy: "token-response/refresh-token",
    mutate: addMember("refresh_token", () => "a-refresh-token"),
  },
  ...["error", "ErrorCode", "fault"].map(
    (name): Mutant => ({
      title: `The token response contains the member ${name}`,
      killedBy: "token-response/no-error",
      mutate: addMember(name, () => "invalid_request"),
    }),
  ),
  {
    title: "The token response contains the client secret",
    killedBy: "token-response/no-secret",
    mutate: addMember("issued_with", ({ credentials }) => credentials.clientSecret),
  },
  {
    title: "The token response to a form lacks a member that the one to JSON has",
    killedBy: "token-response/same-members",
    mutate: mutateTokenResponse((response, context, request) =>
      flowOf(context, request) === "form" ? withMembers(response, { status: undefined }) : response,
    ),
  },
];

function header(defect: string, check: string, headers: Readonly<Record<string, string | undefined>>): Mutant {
  return {
    title: `The token response ${defect}`,
    killedBy: `token-response/${check}`,
    mutate: mutateTokenResponse((response) => withHeaders(response, headers)),
  };
}
