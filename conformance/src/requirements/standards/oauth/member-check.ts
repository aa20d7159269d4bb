import type { TokenResponse } from "@microbilt-oauth/spec/types";
import type { CheckPattern } from "../../statement.ts";

/** The id of the check of a member of the token response. The types check the member's name. */
export function memberCheck(name: keyof TokenResponse): CheckPattern {
  return `token-response/${name}`;
}
