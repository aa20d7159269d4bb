import { below, type Pointer, pointerTo } from "@microbilt-oauth/spec";
import type { Check, CheckContext } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { NotApplicable } from "../../../errors.ts";
import { FLOW_NAMES, type FlowName } from "../../../flow.ts";
import { CLIENT_SECRET_VARIABLE } from "../../../variables.ts";
import type { Exchange } from "../../../wire/exchange.ts";
import { tokenRequestTo } from "../../../wire/token-request.ts";
import { answeredWith, answerOf, bodyMatching, expecting, ungranted } from "../../findings.ts";

const WRONG = "not-a-credential-of-any-application";

/** Credentials that are not those of an application get no token, and learn nothing. */
export function refusedCredentialChecks({ document, contract }: Spec): Check[] {
  const { flows } = contract;
  const secretPlace = below(flows.json.pointer, "properties", "client_secret");
  const idPlace = below(flows.json.pointer, "properties", "client_id");
  const invalidClient = pointerTo("components", "responses", "InvalidClient");

  return [
    ...FLOW_NAMES.flatMap((flow) => [
      refused(`${flow}-wrong-secret`, `a wrong client_secret`, placeIn(flow, "client_secret"), flow, () => ({
        clientSecret: WRONG,
      })),
      refused(`${flow}-unknown-client`, `an unknown client_id`, placeIn(flow, "client_id"), flow, () => ({
        clientId: WRONG,
      })),
    ]),
    refused("cut-secret", `a client_secret cut short`, secretPlace, "json", ({ target, hide }) => {
      const clientSecret = target.credentials.clientSecret.slice(0, -1);
      hide(clientSecret, `\${${CLIENT_SECRET_VARIABLE}%?}`);
      return { clientSecret };
    }),
    refused("longer-secret", `more behind the client_secret`, secretPlace, "json", ({ target, hide }) => {
      const clientSecret = `${target.credentials.clientSecret}x`;
      hide(clientSecret, `\${${CLIENT_SECRET_VARIABLE}}x`);
      return { clientSecret };
    }),
    refused("padded-secret", `white space around the client_secret`, secretPlace, "json", ({ target }) => ({
      clientSecret: ` ${target.credentials.clientSecret} `,
    })),
    refused("secret-case", `the client_secret in another case`, "rfc6749#1.9", "json", ({ target, hide }) => {
      const clientSecret = otherCase(target.credentials.clientSecret);
      hide(clientSecret, `\${${CLIENT_SECRET_VARIABLE}~~}`);
      return { clientSecret };
    }),
    refused("id-case", `the client_id in another case`, "rfc6749#1.9", "json", ({ target }) => ({
      clientId: otherCase(target.credentials.clientId),
    })),
    refused("swapped", `the client_id and the client_secret exchanged`, secretPlace, "json", ({ target }) => ({
      clientId: target.credentials.clientSecret,
      clientSecret: target.credentials.clientId,
    })),
    {
      ...refused("secret-of-another", `the client_secret of another application`, idPlace, "json", ({ target }) => ({
        clientSecret: target.secondCredentials?.clientSecret ?? "",
      })),
      needs: ["credentials", "second-application"],
    },
    {
      id: "refusals/wrong-secret-status",
      title: "A wrong client secret is refused with 401 or 400",
      requirement: "rfc6749#5.2",
      needs: ["credentials"],
      run: async (context) => answeredWith([400, 401], await ask(context, "json", { clientSecret: WRONG })),
    },
    {
      id: "refusals/wrong-secret-body",
      title: "The refusal of a wrong client secret has one of the observed shapes",
      requirement: invalidClient,
      needs: ["credentials"],
      async run(context) {
        const exchange = await ask(context, "json", { clientSecret: WRONG });
        const shape = below(invalidClient, "content", contract.tokenResponse.mediaType, "schema");
        return bodyMatching(document, shape, exchange);
      },
    },
    {
      id: "refusals/alike",
      title: "The refusals of an unknown client and of a wrong secret are the same",
      requirement: "rfc6749#5.2",
      needs: ["credentials"],
      requests: 2,
      async run(context) {
        const unknown = await ask(context, "json", { clientId: WRONG });
        const wrong = await ask(context, "json", { clientSecret: WRONG });
        const [first, second] = [unknown, wrong].map(answerOf);
        return expecting(`${first}, as for an unknown client`, first === second, wrong);
      },
    },
    {
      id: "refusals/no-secret",
      title: "A refusal does not repeat the client secret",
      requirement: secretPlace,
      requests: 2,
      async run(context) {
        const { clientSecret } = context.target.credentials;
        const wrongId = await ask(context, "json", { clientId: WRONG });
        const { send, target } = context;
        const noGrant = await send(tokenRequestTo(target, contract, "json", { parameters: { grant_type: undefined } }));
        return [wrongId, noGrant].flatMap((exchange) => {
          const { body, headers } = exchange.response;
          const repeats = [body, ...Object.values(headers)].some((text) => text.includes(clientSecret));
          return expecting("no client secret", !repeats, exchange);
        });
      },
    },
  ];

  function refused(
    name: string,
    what: string,
    requirement: Check["requirement"],
    flow: FlowName,
    wrong: (context: CheckContext) => Partial<CheckContext["target"]["credentials"]>,
  ): Check {
    return {
      id: `refusals/${name}`,
      title: `A token request ${flow === "json" ? "in JSON" : "as a form"} with ${what} is not granted`,
      requirement,
      needs: ["credentials"],
      run: async (context) => ungranted(contract, await ask(context, flow, wrong(context))),
    };
  }

  function placeIn(flow: FlowName, name: string): Pointer {
    return below(flows[flow].pointer, "properties", name);
  }

  function ask(
    { target, send }: CheckContext,
    flow: FlowName,
    wrong: Partial<CheckContext["target"]["credentials"]>,
  ): Promise<Exchange> {
    return send(tokenRequestTo(target, contract, flow, { credentials: { ...target.credentials, ...wrong } }));
  }
}

/** @throws {NotApplicable} when there is no other */
function otherCase(text: string): string {
  const other = text.replace(/\p{L}/gu, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
  if (other === text) {
    throw new NotApplicable("it has no letters, and so no other case");
  }
  return other;
}
