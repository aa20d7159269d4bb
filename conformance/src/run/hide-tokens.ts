import { ACCESS_TOKEN_VARIABLE, OTHER_TOKEN_VARIABLE } from "../environment-variables.ts";
import type { WireRequest, WireResponse } from "../wire/exchange.ts";
import { findTokens } from "../wire/redaction/issued-tokens.ts";
import type { Redactor } from "../wire/redactor.ts";

/** Hides the tokens in a response from now on. What the request itself contains was repeated, and not issued. */
export function hideTokens(request: WireRequest, response: WireResponse, { hide }: Pick<Redactor, "hide">): void {
  const sent = [request.url, request.target ?? "", request.body ?? "", ...Object.values(request.headers).flat()];
  for (const { token, isAccessToken } of findTokens(response)) {
    if (!sent.some((text) => text.includes(token))) {
      hide(token, `$${isAccessToken ? ACCESS_TOKEN_VARIABLE : OTHER_TOKEN_VARIABLE}`);
    }
  }
}
