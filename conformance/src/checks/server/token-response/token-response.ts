import { below } from "@microbilt-oauth/spec";
import { parseDocument } from "yaml";
import type { Check, CheckContext, Finding } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { NotApplicable } from "../../../errors.ts";
import { FLOW_NAMES } from "../../../flow.ts";
import type { IssuedToken } from "../../../wire/issued-token.ts";
import { expecting } from "../../findings.ts";
import { type Difference, ofEachGrant } from "./token-members.ts";

const REFRESH_TOKEN = /refresh_token$/;

/** The answer to a granted token request as a whole: its status, its header fields, its JSON. */
export function tokenResponseChecks({ contract }: Spec): Check[] {
  const { mediaType } = contract.tokenResponse;
  const answer = below(contract.tokenEndpoint.pointer, "responses", "200");
  return [
    look(
      "status-code",
      "The answer to a granted token request has the status 200",
      answer,
      ({ response: { status } }) => differences("200", status === 200, String(status)),
    ),
    look("media-type", `The answer to a granted token request is ${mediaType}`, answer, (grant) => {
      const { type } = contentTypeOf(grant);
      return differences(`Content-Type: ${mediaType}`, type === mediaType, type || "no Content-Type");
    }),
    look(
      "charset",
      "The answer to a granted token request is UTF-8: it names no other charset",
      "rfc8259#8.1",
      (grant) => {
        const { charset } = contentTypeOf(grant);
        const isUtf8 = charset === undefined || charset === "utf-8";
        return differences("charset=utf-8, or no charset", isUtf8, `charset=${charset}`);
      },
    ),
    look("byte-order-mark", "The answer to a granted token request has no byte order mark", "rfc8259#8.1", (grant) =>
      differences("no byte order mark", !grant.response.body.startsWith("\uFEFF"), "a byte order mark"),
    ),
    look("unique-members", "No member of the answer to a granted token request is there twice", "rfc8259#4", (grant) =>
      differences(
        "each member once",
        parseDocument(grant.response.body).errors.every(({ code }) => code !== "DUPLICATE_KEY"),
        "a member twice",
      ),
    ),
    look(
      "cache-control",
      "The answer to a granted token request is not to be stored (Cache-Control)",
      "rfc6749#5.1",
      fieldWith("cache-control", "no-store"),
    ),
    look(
      "pragma",
      "The answer to a granted token request is not to be cached (Pragma)",
      "rfc6749#5.1",
      fieldWith("pragma", "no-cache"),
    ),
    look(
      "date",
      "The answer to a granted token request says when it was made (Date)",
      "rfc9110#6.6.1",
      ({ response }) =>
        differences(
          "a Date",
          !Number.isNaN(Date.parse(response.headers["date"] ?? "")),
          response.headers["date"] ?? "no Date",
        ),
    ),
    look(
      "refresh-token",
      "The answer to a granted token request holds no refresh token",
      "rfc6749#4.4.3",
      ({ members }) => {
        const found = Object.keys(members).find((name) => REFRESH_TOKEN.test(name));
        return differences("no refresh token", found === undefined, `the member ${found}`);
      },
    ),
    {
      id: "token-response/no-secret",
      title: "The answer to a granted token request does not repeat the client secret",
      requirement: below(contract.flows.json.pointer, "properties", "client_secret"),
      requests: 0,
      run: (context) =>
        ofEachGrant(context, ({ response }) => {
          const { clientSecret } = context.target.credentials;
          const repeats = [response.body, ...Object.values(response.headers)].some((text) =>
            text.includes(clientSecret),
          );
          return differences("no client secret", !repeats, "the client secret");
        }),
    },
    {
      id: "token-response/same-members",
      title: "Both flows are answered with the same members",
      requirement: contract.tokenEndpoint.pointer,
      requests: 0,
      async run(context) {
        const [first, second] = await bothGrants(context);
        const [names, others] = [first, second].map(({ members }) => Object.keys(members).sort().join(", "));
        return expecting(`the members ${names}, as in JSON`, names === others, second, `the members ${others}`);
      },
    },
  ];

  /** Looks at a grant of each flow. */
  function look(
    name: string,
    title: string,
    requirement: Check["requirement"],
    find: (grant: IssuedToken) => readonly Difference[],
  ): Check {
    return {
      id: `token-response/${name}`,
      title,
      requirement,
      requests: 0,
      run: (context): Promise<readonly Finding[]> => ofEachGrant(context, find),
    };
  }

  async function bothGrants(context: CheckContext): Promise<[IssuedToken, IssuedToken]> {
    const [json, form] = await Promise.all(FLOW_NAMES.map((flow) => context.sharedToken(flow)));
    if (!json || !form) {
      throw new NotApplicable("only one flow is granted: see token-request");
    }
    return [json, form];
  }
}

function differences(expected: string, isMet: boolean, seen: string): readonly Difference[] {
  return isMet ? [] : [{ expected, seen }];
}

function fieldWith(name: string, directive: string): (grant: IssuedToken) => readonly Difference[] {
  return ({ response }) => {
    const value = response.headers[name];
    const isMet = (value ?? "")
      .toLowerCase()
      .split(/\s*,\s*/)
      .includes(directive);
    return differences(`${name}: ${directive}`, isMet, value ?? `no ${name}`);
  };
}

function contentTypeOf({ response }: IssuedToken): { type: string; charset: string | undefined } {
  const [type = "", ...parameters] = (response.headers["content-type"] ?? "").toLowerCase().split(";");
  const charset = parameters.map((parameter) => /^\s*charset="?([^"\s]+)/.exec(parameter)?.[1]).find(Boolean);
  return { type: type.trim(), charset };
}
