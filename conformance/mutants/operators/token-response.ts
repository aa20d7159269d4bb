/** Mutations of the token response. */
import type { TokenResponse } from "@microbilt-oauth/spec/types";
import type { MutantContext, MutantRequest, MutantResponse, Mutate } from "../mutant.ts";
import { mutateResponse } from "./response.ts";
import { isTokenRequest } from "./token-request.ts";

/** The name of a member of a token response. */
export type MemberName = keyof TokenResponse;

/** The members of the original's token response. */
export type OriginalMembers = Readonly<Record<MemberName, string>>;

/** Members of a token response with other values; one that is undefined is removed. */
export type MemberChanges = Readonly<Partial<Record<MemberName, unknown>>>;

/** Whether a response is a token response: one that contains an access token. */
export function isTokenResponse(context: MutantContext, request: MutantRequest, { status }: MutantResponse): boolean {
  return isTokenRequest(context, request) && status === 200;
}

/** The members of a token response. */
export function membersOf({ body }: MutantResponse): OriginalMembers {
  return JSON.parse(body);
}

/** The token response with some members changed. */
export function withMembers(response: MutantResponse, changes: MemberChanges): MutantResponse {
  return { ...response, body: JSON.stringify({ ...membersOf(response), ...changes }) };
}

/** Changes the token response. */
export function mutateTokenResponse(
  change: (response: MutantResponse, context: MutantContext, request: MutantRequest) => MutantResponse,
): Mutate {
  return mutateResponse((response, context, request) =>
    isTokenResponse(context, request, response) ? change(response, context, request) : response,
  );
}

/** Changes some members of the token response. */
export function mutateMembers(change: (members: OriginalMembers) => MemberChanges): Mutate {
  return mutateTokenResponse((response) => withMembers(response, change(membersOf(response))));
}

/** Adds a member that the document does not define, unless its value is undefined. */
export function addMember(
  name: string,
  valueFor: (context: MutantContext, request: MutantRequest) => string | undefined,
): Mutate {
  return mutateTokenResponse((response, context, request) => {
    const members = { ...membersOf(response), [name]: valueFor(context, request) };
    return { ...response, body: JSON.stringify(members) };
  });
}
