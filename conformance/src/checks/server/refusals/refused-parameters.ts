import { below, type Pointer, pointerTo } from "@microbilt-oauth/spec";
import type { Check, CheckContext, Finding } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { FLOW_NAMES, type FlowName } from "../../../flow.ts";
import type { Exchange } from "../../../wire/exchange.ts";
import { type TokenRequestParameters, tokenRequestTo } from "../../../wire/token-request.ts";
import { answeredWith, bodyMatching, clientError, ungranted } from "../../findings.ts";

const TOO_LONG = "x".repeat(100_000);
/** As long as every server lets a query be (RFC 9110, section 4.1). */
const TOO_LONG_IN_QUERY = "x".repeat(5_000);

/** A parameter that is missing, or is not what it should be: the request is not granted. */
export function refusedParameterChecks({ document, contract }: Spec): Check[] {
  const { tokenEndpoint, flows, grantTypes } = contract;
  const refusal = pointerTo("components", "responses", "InvalidTokenRequest");
  const [grantType = ""] = grantTypes;

  return [
    ...FLOW_NAMES.flatMap((flow) => parametersOf(flow).flatMap(({ name, place }) => checksOf(flow, name, place))),
    {
      id: "refusals/missing-parameter-status",
      title: `A token request without grant_type is refused with 400`,
      requirement: "rfc6749#5.2",
      run: async (context) => answeredWith([400], await ask(context, "json", { grant_type: undefined })),
    },
    {
      id: "refusals/missing-parameter-body",
      title: "The refusal of an incomplete token request has one of the observed shapes",
      requirement: refusal,
      async run(context) {
        const exchange = await ask(context, "json", { client_id: undefined });
        const shape = below(refusal, "content", contract.tokenResponse.mediaType, "schema");
        return bodyMatching(document, shape, exchange);
      },
    },
    {
      id: "refusals/query-instead-of-json",
      title: `A token request in JSON whose grant_type stands in the query instead is not granted`,
      requirement: below(flows.json.pointer, "properties", "grant_type"),
      async run({ target, send }) {
        const request = tokenRequestTo(target, contract, "json", { parameters: { grant_type: undefined } });
        const query = new URLSearchParams({ grant_type: grantType });
        return ungranted(contract, await send({ ...request, url: `${request.url}?${query}` }));
      },
    },
    {
      id: "refusals/query-against-json",
      title: `A token request in JSON with another grant_type in the query is not granted`,
      requirement: "rfc6749#3.2",
      async run({ target, send }) {
        const request = tokenRequestTo(target, contract, "json");
        const query = new URLSearchParams({ grant_type: "password" });
        return ungranted(contract, await send({ ...request, url: `${request.url}?${query}` }));
      },
    },
    {
      id: "refusals/inherited-parameters",
      title: "A token request in JSON whose parameters stand in a member __proto__ is not granted",
      requirement: below(tokenEndpoint.pointer, "requestBody", "content", flows.json.mediaType),
      async run({ target, send }) {
        const request = tokenRequestTo(target, contract, "json");
        return ungranted(contract, await send({ ...request, body: `{"__proto__":${request.body}}` }));
      },
    },
  ];

  function checksOf(flow: FlowName, name: string, place: Pointer): Check[] {
    const what = `A token request ${flow === "json" ? "in JSON" : "as a form"}`;
    const refusing = (
      kind: string,
      title: string,
      requirement: Check["requirement"],
      value: (context: CheckContext) => unknown,
      judge: (exchange: Exchange) => Finding[] = (exchange) => ungranted(contract, exchange),
    ): Check => ({
      id: `refusals/${flow}-${kind}-${name}`,
      title,
      requirement,
      run: async (context) => judge(await ask(context, flow, { [name]: value(context) })),
    });
    const isGrantType = name === "grant_type";
    const tooLong = flows[flow].query.includes(name) ? TOO_LONG_IN_QUERY : TOO_LONG;
    return [
      refusing("without", `${what} without ${name} is not granted`, place, () => undefined),
      refusing("empty", `${what} with an empty ${name} is not granted`, "rfc6749#3.2", () => ""),
      ...(flow === "json"
        ? [
            refusing("null", `${what} whose ${name} is null is not granted`, place, () => null),
            refusing(
              "list-of",
              `${what} whose ${name} is a list that holds the right value is not granted`,
              place,
              (context) => [rightValue(context, name)],
            ),
          ]
        : [repeatedCheck(name)]),
      {
        ...refusing(
          "long",
          `${what} whose ${name} has ${tooLong.length.toLocaleString("en")} characters is refused${isGrantType ? "" : " with a 4xx"}`,
          isGrantType ? place : "rfc9110#15.5.1",
          () => tooLong,
          isGrantType ? undefined : clientError,
        ),
        ...(!isGrantType && { needs: ["credentials"] }),
      },
    ];
  }

  /** Only a form can repeat a parameter in a way that every reader notices. */
  function repeatedCheck(name: string): Check {
    return {
      id: `refusals/form-repeated-${name}`,
      title: `A token request as a form with ${name} twice is not granted`,
      requirement: "rfc6749#3.2",
      async run({ target, send }) {
        const request = tokenRequestTo(target, contract, "form");
        const isInQuery = flows.form.query.includes(name);
        const twice = (form: string) =>
          [form, ...form.split("&").filter((field) => field.startsWith(`${name}=`))].join("&");
        const [address = "", query = ""] = request.url.split("?");
        return ungranted(
          contract,
          await send({
            ...request,
            url: `${address}?${isInQuery ? twice(query) : query}`,
            body: isInQuery ? (request.body ?? "") : twice(request.body ?? ""),
          }),
        );
      },
    };
  }

  function rightValue({ target }: CheckContext, name: string): string {
    const { clientId, clientSecret } = target.credentials;
    return name === "client_id" ? clientId : name === "client_secret" ? clientSecret : grantType;
  }

  /** Every parameter of a flow, with the place that says it is required. */
  function parametersOf(flow: FlowName): { name: string; place: Pointer }[] {
    const { body, query, pointer } = flows[flow];
    return [
      ...body.map((name) => ({ name, place: below(pointer, "properties", name) })),
      ...query.map((name, index) => ({ name, place: below(tokenEndpoint.pointer, "parameters", String(index)) })),
    ];
  }

  function ask({ target, send }: CheckContext, flow: FlowName, changed: TokenRequestParameters): Promise<Exchange> {
    return send(tokenRequestTo(target, contract, flow, { parameters: changed }));
  }
}
