import { CACHE_RULE } from "../../reasons.ts";
import type { Standard } from "../../statement.ts";

export const RFC_6585: Standard = {
  rfc: "rfc6585",
  title: "Additional HTTP Status Codes",
  statements: [
    {
      section: "4",
      keyword: "SHOULD",
      text: "A 429 response explains the condition.",
      unchecked: "People read the explanation; its usefulness cannot be measured.",
    },
    { section: "4", keyword: "MAY", text: "A 429 response may have Retry-After." },
    {
      section: "4",
      keyword: "MUST NOT",
      text: "No cache stores a 429 response.",
      unchecked: CACHE_RULE,
    },
    { section: "5", keyword: "MAY", text: "A server may reject header fields that are too large with 431." },
  ],
};
