import { FLOW_LABELS, FLOW_NAMES } from "../../../src/flow.ts";
import type { Mutant, MutantContext, MutantRequest } from "../../mutant.ts";
import {
  bodyParametersOf,
  flowOf,
  mutateRequest,
  validParameters,
  withParameters,
} from "../../operators/token-request.ts";

/** HTTP Basic that is not checked, or that the token endpoint accepts beside other credentials. */
export const basicAuthenticationMutants: readonly Mutant[] = [
  ...FLOW_NAMES.flatMap((flow): Mutant[] => [
    {
      title: `The token endpoint accepts any HTTP Basic in a ${FLOW_LABELS[flow]} token request`,
      killedBy: `refusals/${flow}-wrong-basic`,
      mutate: mutateRequest((request, context) =>
        flowOf(context, request) === flow && userPassOf(request) !== undefined && !hasCredentials(request)
          ? withParameters(context, request, validParameters(context))
          : undefined,
      ),
    },
    {
      title: `The token endpoint accepts HTTP Basic, but ignores it in a ${FLOW_LABELS[flow]} token request with credentials in the body`,
      killedBy: `refusals/${flow}-basic-against-body`,
      mutate: mutateRequest((request, context) => {
        const { authorization, ...headers } = request.headers;
        if (flowOf(context, request) !== flow || !authorization) {
          return undefined;
        }
        return hasCredentials(request) || !isValidBasic(request, context)
          ? { ...request, headers }
          : withParameters(context, request, validParameters(context));
      }),
    },
    {
      title: `The token endpoint ignores the body of a ${FLOW_LABELS[flow]} token request with HTTP Basic`,
      killedBy: `refusals/${flow}-basic-against-body`,
      mutate: mutateRequest((request, context) =>
        flowOf(context, request) === flow && isValidBasic(request, context)
          ? withParameters(context, request, validParameters(context))
          : undefined,
      ),
    },
  ]),
  {
    title: "The token endpoint accepts valid credentials in HTTP Basic and in the body at once",
    killedBy: "refusals/two-ways-at-once",
    mutate: mutateRequest((request, context) => {
      const { client_secret = context.credentials.clientSecret } = bodyParametersOf(request);
      return isValidBasic(request, context) && client_secret === context.credentials.clientSecret
        ? withParameters(context, request, validParameters(context))
        : undefined;
    }),
  },
];

/** What HTTP Basic carries, as sent; undefined without HTTP Basic. */
function userPassOf({ headers }: MutantRequest): string | undefined {
  const encoded = /^Basic (.*)$/.exec(headers["authorization"] ?? "")?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString();
}

function isValidBasic(request: MutantRequest, { credentials }: MutantContext): boolean {
  return userPassOf(request) === `${credentials.clientId}:${credentials.clientSecret}`;
}

function hasCredentials(request: MutantRequest): boolean {
  return bodyParametersOf(request).client_secret !== undefined;
}
