import type { Check, Finding } from "../../check.ts";
import type { Spec } from "../../document/spec.ts";
import type { Exchange, WireRequest } from "../../wire/exchange.ts";
import { tokenRequestTo } from "../../wire/token-request.ts";
import { clientError, expecting, granted } from "../findings.ts";
import { callOf } from "./bearer/bearer-calls.ts";

const DEPTH = 10_000;
const HUGE_IN_BYTES = 2_000_000;
const BAD_REQUEST = "rfc9110#15.5.1";

/** How the server takes what it cannot read: it says so, in time, and goes on. */
export function robustnessChecks({ contract }: Spec): Check[] {
  return [
    body("malformed-json", "Malformed JSON is refused with a 4xx, in time", BAD_REQUEST, (json) =>
      json.replace(":", ";"),
    ),
    body("truncated-json", "JSON that ends too soon is refused with a 4xx, in time", BAD_REQUEST, (json) =>
      json.slice(0, -1),
    ),
    body("trailing-json", "JSON with more behind it is refused with a 4xx, in time", "rfc8259#2", (json) => `${json}x`),
    body("json-list", "A token request that is a JSON list is refused with a 4xx", BAD_REQUEST, (json) => `[${json}]`),
    body("json-text", "A token request that is a JSON text is refused with a 4xx", BAD_REQUEST, () => '"text"'),
    body("json-null", "A token request that is null is refused with a 4xx", BAD_REQUEST, () => "null"),
    body("empty-body", "A token request with an empty body is refused with a 4xx", BAD_REQUEST, () => ""),
    body(
      "deep-json",
      `JSON nested ${DEPTH.toLocaleString("en")} deep is refused with a 4xx, in time`,
      BAD_REQUEST,
      () => `${'{"a":'.repeat(DEPTH)}0${"}".repeat(DEPTH)}`,
    ),
    {
      id: "robustness/huge-body",
      title: `A body of ${(HUGE_IN_BYTES / 1_000_000).toFixed(0)} MB is refused with a 4xx, in time`,
      requirement: "rfc9110#15.5.14",
      async run({ target, send }) {
        const request = tokenRequestTo(target, contract, "json", { parameters: { filler: "x".repeat(HUGE_IN_BYTES) } });
        return clientError(await send(request));
      },
    },
    body(
      "not-utf-8",
      "A body that is not UTF-8 is refused with a 4xx, in time",
      "rfc8259#8.1",
      // The rest stays UTF-8: a secret in another encoding would not be recognised where it is shown.
      (json) => Buffer.from(json).toString("latin1").replace("{", '{"\u00ff\u00fe":1,'),
      { encoding: "latin1" },
    ),
    {
      ...body(
        "byte-order-mark",
        "JSON with a byte order mark is granted, or refused with a 4xx, in time",
        "rfc8259#8.1",
        (json) => `\uFEFF${json}`,
      ),
      async run({ target, send }) {
        const request = tokenRequestTo(target, contract, "json");
        const exchange = await send({ ...request, body: `\uFEFF${request.body}` });
        return exchange.response.status === 200 ? granted(contract, exchange) : clientError(exchange);
      },
    },
    {
      id: "robustness/duplicate-members",
      title: "JSON with a member twice is granted, or refused with a 4xx, in time",
      requirement: "rfc8259#4",
      async run({ target, send }) {
        const request = tokenRequestTo(target, contract, "json");
        const exchange = await send({ ...request, body: request.body?.replace("{", '{"twice":1,"twice":2,') ?? "" });
        return exchange.response.status === 200 ? granted(contract, exchange) : clientError(exchange);
      },
    },
    {
      id: "robustness/malformed-call",
      title: "A call whose JSON is malformed is refused with a 4xx, in time",
      requirement: BAD_REQUEST,
      needs: ["resource", "tokens"],
      async run({ target, send, sharedToken }) {
        const { accessToken } = await sharedToken("json");
        const call = callOf(target, contract, `${contract.bearer.scheme} ${accessToken}`);
        return clientError(await send({ ...call, body: "{" }));
      },
    },
    {
      id: "robustness/form-garbage",
      title: "A form that is none is refused with a 4xx, in time",
      requirement: BAD_REQUEST,
      run: async ({ target, send }) =>
        clientError(await send({ ...tokenRequestTo(target, contract, "form"), body: "%&=%zz&\u0000=&&%E0%A4%A" })),
    },
    {
      id: "robustness/afterwards",
      title: "After everything it could not read, the server still grants a token",
      requirement: contract.tokenEndpoint.pointer,
      async run({ target, send }): Promise<Finding[]> {
        const exchange: Exchange = await send(tokenRequestTo(target, contract, "json"));
        return expecting("200", exchange.response.status === 200, exchange)
          .concat(granted(contract, exchange))
          .slice(0, 1);
      },
    },
  ];

  function body(
    name: string,
    title: string,
    requirement: Check["requirement"],
    write: (json: string) => string,
    change: Partial<WireRequest> = {},
  ): Check {
    return {
      id: `robustness/${name}`,
      title,
      requirement,
      async run({ target, send }) {
        const request = tokenRequestTo(target, contract, "json");
        return clientError(await send({ ...request, ...change, body: write(request.body ?? "") }));
      },
    };
  }
}
