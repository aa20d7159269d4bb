import type { Check, CheckContext, Finding } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { NotApplicable } from "../../../errors.ts";
import { FLOW_NAMES } from "../../../flow.ts";
import type { Credentials } from "../../../target.ts";
import { expectNoToken } from "../../findings.ts";
import { parameterPointer } from "../../pointers.ts";
import { sendTokenRequest } from "../token-requests.ts";

/** How often each combination of credentials is sent. */
const ROUNDS = 4;
/** Each round has the valid and the mixed credentials of two applications. */
const REQUESTS = 4 * ROUNDS;

/** Concurrent token requests whose responses must not be exchanged. */
export function mixedUpResponseChecks({ contract }: Spec): Check[] {
  return [
    {
      id: "token-request/concurrent-refusals",
      title: `Of ${REQUESTS} concurrent token requests of two applications, none with the client_secret of the other application gets an access token`,
      requirement: parameterPointer(contract, "json", "client_secret"),
      needs: ["burst", "credentials", "second-application"],
      baseline: "json",
      requests: REQUESTS,
      wrongSecrets: REQUESTS / 2,
      async run(context) {
        const { credentials, secondCredentials = credentials } = context.target;
        if (credentials.clientSecret === secondCredentials.clientSecret) {
          throw new NotApplicable("both applications have the same client secret");
        }
        const rounds = Array.from({ length: ROUNDS }, (_, round) => sendRound(context, round));
        return (await Promise.all(rounds)).flat();
      },
    },
  ];
}

/** Sends the valid and the mixed credentials of both applications in turn, at once. */
async function sendRound(context: CheckContext, round: number): Promise<readonly Finding[]> {
  const { credentials: first, secondCredentials: second = first } = context.target;
  const flow = FLOW_NAMES[round % FLOW_NAMES.length] ?? "json";
  const send = (credentials: Credentials) => sendTokenRequest(context, flow, { credentials });
  const [, mixedFirst, , mixedSecond] = await Promise.all([
    send(first),
    send({ ...first, clientSecret: second.clientSecret }),
    send(second),
    send({ ...second, clientSecret: first.clientSecret }),
  ] as const);
  return [...expectNoToken(mixedFirst), ...expectNoToken(mixedSecond)];
}
