import type { Contract } from "@microbilt-oauth/spec";
import type { BodyProblem } from "../contract/body-validators.ts";
import type { DocumentedApi } from "../contract/documented-api.ts";
import { isTokenRequestParameter, type TokenRequestParameter } from "../contract/token-request-parameters.ts";
import type { BasicCredentials } from "../input/basic-credentials.ts";
import { isTooDeep, TOO_DEEP } from "../input/validation/json-depth.ts";

const GRANT_TYPE: TokenRequestParameter = "grant_type";

/** The parameters of a token request. */
export interface TokenRequest {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly grantType: string;
}

/** Why a token request is invalid. */
export interface TokenRequestProblem {
  /** The name of the parameter that is invalid or missing. */
  readonly parameter: string;
  /** Whether the problem is a grant type that the token endpoint does not support. */
  readonly isUnsupported: boolean;
  /** A description for a developer. */
  readonly reason: string;
}

/** The parts of an HTTP request in which the parameters of a token request are. */
export interface TokenRequestSource {
  readonly flow: keyof Contract["flows"];
  /** The grant types in the query. */
  readonly grantTypes: readonly string[];
  readonly body: string;
  /** The credentials from the `Authorization` header. Undefined if they are in the body. */
  readonly credentials?: BasicCredentials | undefined;
}

type Result = { readonly request: TokenRequest } | { readonly problem: TokenRequestProblem };

/** The members of a body that the document's schema accepts. */
type Members = Readonly<Partial<Record<TokenRequestParameter, unknown>>>;

/**
 * Reads a token request as the document describes it.
 *
 * @param acceptsGrantTypeInForm whether the grant type, which belongs in the query, can be a field of the form
 */
export function readTokenRequest(
  { contract, validators }: DocumentedApi,
  source: TokenRequestSource,
  acceptsGrantTypeInForm: boolean,
): Result {
  const { grantTypes, flows } = contract;
  const { grantTypes: inQuery, flow } = source;
  const body = flow === "json" ? parseJson(source.body) : parseForm(source.body, source.credentials);
  const [firstParameter = "client_id" satisfies TokenRequestParameter] = flows[flow].body;
  if ("repeated" in body) {
    const name = isTokenRequestParameter(body.repeated) ? body.repeated : "A parameter";
    return invalid(body.repeated, `${name} is repeated (RFC 6749, section 3.2).`);
  }
  if ("reason" in body) {
    return invalid(firstParameter, body.reason);
  }
  const problem = validators[flow](body.members);
  if (problem) {
    return describe(problem);
  }

  const members = body.members as Members;
  const { grant_type: inBody } = members;
  if (inQuery.length > 1) {
    return repeated();
  }
  const [inForm = acceptsGrantTypeInForm ? inBody : undefined] = inQuery;
  const grantType = flow === "json" ? inBody : inForm;
  if (grantType === undefined || grantType === "") {
    return invalid(GRANT_TYPE, describeMissingGrantType());
  }
  if (!grantTypes.includes(String(grantType))) {
    return unsupported();
  }
  // A parameter that need not be there must still not contradict the other.
  if ([...inQuery, inBody].some((value) => value !== undefined && value !== grantType)) {
    return invalid(GRANT_TYPE, `${GRANT_TYPE} in the query differs from ${GRANT_TYPE} in the body.`);
  }
  return {
    request: {
      clientId: String(members.client_id),
      clientSecret: String(members.client_secret),
      grantType: String(grantType),
    },
  };

  function describe({ member, keyword, message }: BodyProblem): Result {
    const value = (body as { readonly members?: Members | null }).members?.grant_type;
    if (member === GRANT_TYPE && keyword === "enum" && typeof value === "string" && value !== "") {
      return unsupported();
    }
    return invalid(member ?? firstParameter, member ? `${member}: ${message}` : message);
  }

  function describeMissingGrantType(): string {
    if (!flows[flow].query.includes(GRANT_TYPE)) {
      return `${GRANT_TYPE} is missing from the body.`;
    }
    if (acceptsGrantTypeInForm) {
      return `${GRANT_TYPE} is missing from the query and from the form.`;
    }
    const advice = inBody === undefined ? "" : " A form field is not documented: send it in the query.";
    return `${GRANT_TYPE} is missing from the query.${advice}`;
  }

  function repeated(): Result {
    return invalid(GRANT_TYPE, `${GRANT_TYPE} is repeated (RFC 6749, section 3.2).`);
  }

  function unsupported(): Result {
    const reason = `${GRANT_TYPE} must be ${grantTypes.join(" or ")}.`;
    return { problem: { parameter: GRANT_TYPE, isUnsupported: true, reason } };
  }
}

function invalid(parameter: string, reason: string): Result {
  return { problem: { parameter, isUnsupported: false, reason } };
}

type ParsedBody = { readonly members: unknown } | { readonly reason: string } | { readonly repeated: string };

function parseJson(body: string): ParsedBody {
  if (body === "") {
    return { reason: "The body is empty." };
  }
  try {
    const members: unknown = JSON.parse(body);
    return isTooDeep(members) ? { reason: TOO_DEEP } : { members };
  } catch {
    // The parser's message would quote the body, and with it a secret.
    return { reason: "The body is not valid JSON." };
  }
}

/** A parameter must not be repeated (RFC 6749, section 3.2). */
function parseForm(body: string, credentials: BasicCredentials | undefined): ParsedBody {
  const members: Record<string, string> = Object.create(null);
  if (credentials) {
    const { clientId, clientSecret } = credentials;
    Object.assign(members, { client_id: clientId, client_secret: clientSecret } satisfies Members);
  }
  for (const [name, value] of new URLSearchParams(body)) {
    if (name in members) {
      return { repeated: name };
    }
    members[name] = value;
  }
  return { members };
}
