import type { Check } from "../../../../check.ts";
import type { Spec } from "../../../../document/spec.ts";
import { rejectEach } from "../served.ts";

/** What may not stand between the scheme and the access token: RFC 6750 has spaces there. */
const SEPARATORS: Readonly<Record<string, string>> = {
  "a colon": ": ",
  "an equals sign": "=",
  "a comma": ",",
  "a second scheme": " Bearer ",
  "nothing at all": "",
};

/** Calls whose Authorization header field does not separate the scheme from the access token as it must. */
export function malformedSchemeChecks({ contract }: Spec): Check[] {
  return [
    {
      id: "bearer/malformed-scheme",
      title: "The resource server rejects an access token that no space separates from the scheme",
      requirement: "rfc6750#2.1",
      needs: ["resource", "tokens"],
      requests: Object.keys(SEPARATORS).length,
      async run(context) {
        const { accessToken } = await context.sharedToken("json");
        return rejectEach(
          context,
          Object.entries(SEPARATORS).map(([name, separator]) => ({
            description: `a scheme and an access token with ${name} between them`,
            authorization: contract.bearer.scheme + separator + accessToken,
          })),
        );
      },
    },
  ];
}
