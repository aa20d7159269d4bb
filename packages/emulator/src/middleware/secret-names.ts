import type { JsonTokenRequest, TokenResponse } from "@microbilt-oauth/spec/types";

/** Members that hold a secret or a token of the API. */
const API_MEMBERS: readonly (keyof JsonTokenRequest | keyof TokenResponse)[] = ["client_secret", "access_token"];

/** Members that hold a secret of a product, such as `MemberPwd` of iPredict. */
const SECRET_MEMBER = /(?:pwd|passw(?:or)?d|pass_?phrase|secret|api[-_]?key)$/i;

/** Header fields that hold credentials, such as `Authentication` of ComplyTraq. */
const SECRET_HEADER =
  /^(?:proxy-)?(?:authorization|authentication)$|^cookie$|api-?key$|(?:^|-)(?:secret|pass(?:word|wd)|pwd)$/i;

/** Whether a member of a body, a field of a form or a parameter of a query holds a secret. */
export function isSecretMember(name: string): boolean {
  return (API_MEMBERS as readonly string[]).includes(name) || SECRET_MEMBER.test(name);
}

/** Whether a header field holds credentials. */
export function isSecretHeader(name: string): boolean {
  return SECRET_HEADER.test(name);
}
