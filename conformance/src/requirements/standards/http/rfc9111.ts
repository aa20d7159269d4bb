import { CACHE_RULE } from "../../reasons.ts";
import type { Standard } from "../../statement.ts";

export const RFC_9111: Standard = {
  rfc: "rfc9111",
  title: "HTTP Caching",
  statements: [
    {
      section: "3",
      keyword: "MUST NOT",
      text: "No cache stores a response with no-store, and no shared cache one with private.",
      unchecked: CACHE_RULE,
    },
    {
      section: "3.5",
      keyword: "MUST NOT",
      text: "A shared cache does not reuse the response to a call with Authorization unless the response allows it.",
    },
    {
      section: "4.2.2",
      keyword: "MAY",
      text: "A cache may estimate a lifetime.",
      checks: ["token-response/shared-cache"],
    },
    { section: "4.2.4", keyword: "MUST NOT", text: "A cache sends no stale response.", unchecked: CACHE_RULE },
    { section: "5.1", text: "Age shows that a response comes from a cache." },
    {
      section: "5.2.2.5",
      keyword: "MUST NOT",
      text: "With no-store, a cache keeps no part of the exchange.",
      checks: ["token-response/cache-control"],
    },
    { section: "5.3", text: "An invalid Expires means that the response has expired.", unchecked: CACHE_RULE },
  ],
};
