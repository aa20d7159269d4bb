import type { Contract } from "@microbilt-oauth/spec";
import type { BodyProblem } from "../contract/body-validators.ts";
import type { Blueprint } from "../contract/documented-api.ts";
import { isTokenRequestMember } from "../contract/token-request-members.ts";
import { isTooDeep, TOO_DEEP } from "../input/validation/json-depth.ts";

/** The parameters of a token request, each from where it belongs. */
export interface TokenRequest {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly grantType: string;
}

/** What is wrong with a token request. */
export interface TokenRequestProblem {
  /** The parameter that is wrong or missing. */
  readonly parameter: string;
  /** Whether it is a grant type that exists, but not here. */
  readonly isUnsupported: boolean;
  readonly reason: string;
}

export interface TokenRequestSource {
  readonly flow: keyof Contract["flows"];
  /** Those in the query. */
  readonly grantTypes: readonly string[];
  readonly body: string;
}

type Reading = { readonly request: TokenRequest } | { readonly problem: TokenRequestProblem };

/**
 * Reads a token request as the document has it.
 *
 * @param takesGrantTypeInForm whether a form may hold the grant type that belongs in the query
 */
export function readTokenRequest(
  { contract, validate }: Blueprint,
  source: TokenRequestSource,
  takesGrantTypeInForm: boolean,
): Reading {
  const { grantTypes, flows } = contract;
  const { grantTypes: inQuery, flow } = source;
  const body = flow === "json" ? parseJson(source.body) : parseForm(source.body);
  const [first = "client_id"] = flows[flow].body;
  if ("twice" in body) {
    const isKnown = isTokenRequestMember(body.twice);
    return refused(body.twice, `${isKnown ? body.twice : "A parameter"} is there twice (RFC 6749, section 3.2).`);
  }
  if ("reason" in body) {
    return refused(first, body.reason);
  }
  const problem = validate[flow](body.members);
  if (problem) {
    return formatValue(problem, first);
  }

  const members = body.members as Record<string, unknown>;
  const inBody = flow === "json" || takesGrantTypeInForm ? members["grant_type"] : undefined;
  const given = [...new Set([...inQuery, ...(inBody === undefined ? [] : [inBody])])];
  if (inQuery.length > 1 || given.length > 1) {
    return refused("grant_type", `grant_type is there twice (RFC 6749, section 3.2).`);
  }
  const [grantType = ""] = given;
  if (grantType === "") {
    const where = flows[flow].query.includes("grant_type") ? "query" : "body";
    return refused("grant_type", `grant_type is missing from the ${where}.`);
  }
  if (!grantTypes.includes(String(grantType))) {
    return unsupported();
  }
  return {
    request: {
      clientId: String(members["client_id"]),
      clientSecret: String(members["client_secret"]),
      grantType: String(grantType),
    },
  };

  function formatValue({ member, keyword, message }: BodyProblem, first: string): Reading {
    const value = (body as { members: Record<string, unknown> }).members?.["grant_type"];
    if (member === "grant_type" && keyword === "enum" && typeof value === "string" && value !== "") {
      return unsupported();
    }
    return refused(member ?? first, member ? `${member}: ${message}` : message);
  }

  function unsupported(): Reading {
    const reason = `The only grant_type is ${grantTypes.join(" or ")}.`;
    return { problem: { parameter: "grant_type", isUnsupported: true, reason } };
  }
}

function refused(parameter: string, reason: string): Reading {
  return { problem: { parameter, isUnsupported: false, reason } };
}

type ParsedBody = { readonly members: unknown } | { readonly reason: string } | { readonly twice: string };

function parseJson(body: string): ParsedBody {
  if (body === "") {
    return { reason: "There is no body." };
  }
  try {
    const members: unknown = JSON.parse(body);
    return isTooDeep(members) ? { reason: TOO_DEEP } : { members };
  } catch {
    // The parser's own words would quote the body, and with it a secret.
    return { reason: "The body is no JSON." };
  }
}

/** A parameter without a value counts as missing, and none may be there twice (RFC 6749, section 3.2). */
function parseForm(body: string): ParsedBody {
  const members: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(body)) {
    if (name in members) {
      return { twice: name };
    }
    members[name] = value;
  }
  return { members };
}
