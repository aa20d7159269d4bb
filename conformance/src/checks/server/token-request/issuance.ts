import type { Check, CheckContext, Finding } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import type { FlowName } from "../../../flow.ts";
import type { Credentials, ServerTarget } from "../../../target.ts";
import type { IssuedToken } from "../../../wire/issued-token.ts";
import { expectThat, expectToken } from "../../findings.ts";
import { type ParameterName, parameterPointer } from "../../pointers.ts";
import { sendTokenRequest } from "../token-requests.ts";

const CONCURRENT_REQUESTS = 20;

/** Gateways of this family return the client id as an additional member of the token response. */
const CLIENT_ID: ParameterName = "client_id";

/** Repeated and concurrent token requests. */
export function tokenIssuanceChecks({ contract }: Spec): Check[] {
  return [
    {
      id: "token-request/repeated",
      title: "The token endpoint accepts the same token request twice",
      requirement: contract.tokenEndpoint.pointer,
      requests: 2,
      async run(context) {
        const first = await sendTokenRequest(context, "json");
        const second = await sendTokenRequest(context, "json");
        return [...expectToken(first), ...expectToken(second)];
      },
    },
    {
      id: "token-request/concurrent",
      title: `Each of ${CONCURRENT_REQUESTS} concurrent token requests of two applications gets an access token of its own application`,
      requirement: parameterPointer(contract, "json", CLIENT_ID),
      needs: ["burst", "second-application", "tokens"],
      requests: CONCURRENT_REQUESTS,
      async run(context) {
        const tokens = await Promise.all(
          Array.from({ length: CONCURRENT_REQUESTS }, (_, index) => requestOwnedToken(context, index)),
        );
        return [...findSharedToken(tokens), ...findForeignToken(tokens, context.target)];
      },
    },
  ];
}

/** An access token and the application that requested it. */
interface OwnedToken {
  readonly owner: Credentials;
  readonly token: IssuedToken;
}

/** Alternates between the applications, and after two requests between the flows. */
async function requestOwnedToken(context: CheckContext, index: number): Promise<OwnedToken> {
  const { credentials, secondCredentials = credentials } = context.target;
  const owner = index % 2 === 0 ? credentials : secondCredentials;
  const flow: FlowName = index % 4 < 2 ? "json" : "form";
  return { owner, token: await context.requestToken(flow, { credentials: owner }) };
}

/** Finds an access token that both applications got. */
function findSharedToken(tokens: readonly OwnedToken[]): Finding[] {
  const byToken = [...Map.groupBy(tokens, ({ token }) => token.accessToken).values()];
  const shared = byToken.find((group) => new Set(group.map(({ owner }) => owner)).size > 1);
  return (shared ?? [])
    .slice(0, 1)
    .flatMap(({ token }) => expectThat(false, "a token that no other application gets", token));
}

/** Finds an access token that names the other application. A server may name an application in a way of its own. */
function findForeignToken(
  tokens: readonly OwnedToken[],
  { credentials, secondCredentials }: Pick<ServerTarget, "credentials" | "secondCredentials">,
): Finding[] {
  const clientIds = [credentials.clientId, secondCredentials?.clientId];
  const other = tokens.find(({ owner, token }) => {
    const clientId = token.members[CLIENT_ID];
    return clientId !== owner.clientId && clientIds.some((known) => known === clientId);
  });
  return other ? expectThat(false, `the ${CLIENT_ID} of the request`, other.token) : [];
}
