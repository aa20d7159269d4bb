import type { TokenResponse } from "@microbilt-oauth/spec/types";
import type { Check, CheckContext } from "../../../../check.ts";
import type { Spec } from "../../../../document/spec.ts";
import { OTHER_TOKEN_VARIABLE } from "../../../../environment-variables.ts";
import { expectThat } from "../../../findings.ts";
import { securitySchemePointer } from "../../../pointers.ts";
import { bearer } from "../calls.ts";
import { rejectEach } from "../served.ts";
import { type Jwt, readJwt, signWithHmac, writeJwt } from "./jwt.ts";

const EXPIRES_IN: keyof TokenResponse = "expires_in";
const SECOND_IN_MS = 1_000;
const HOUR_IN_S = 3_600;
/** How far `exp` may be from `expires_in`: clocks differ, and servers allow for that. */
const TOLERANCE_IN_S = 90;
/** The length of an ES256 signature. Some implementations accept one of zeros (CVE-2022-21449). */
const ES256_SIGNATURE_IN_BYTES = 64;
/** How many tokens are forged at most. */
const MOST_FORGERIES = 9;

/** Access tokens that are JWTs, and forged JWTs as access tokens. */
export function jwtChecks({ contract }: Spec): Check[] {
  return [
    {
      id: "bearer/forged-jwt",
      title: "The resource server rejects JWTs without a valid signature",
      requirement: securitySchemePointer(contract),
      needs: ["resource", "tokens"],
      requests: MOST_FORGERIES,
      async run(context) {
        const { accessToken } = await context.sharedToken("json");
        return rejectEach(
          context,
          Object.entries(forgeries(context, accessToken)).map(([description, token]) => {
            context.hide(token, `$${OTHER_TOKEN_VARIABLE}`);
            return { description: `a JWT ${description}`, authorization: bearer(context, token) };
          }),
        );
      },
    },
    {
      id: "bearer/jwt-expiration",
      title: `If the access token is a JWT, its expiration time agrees with ${EXPIRES_IN}`,
      requirement: "rfc7519#4.1.4",
      async run(context) {
        const start = Date.now();
        const token = await context.requestToken("json");
        const jwt = readJwt(token.accessToken);
        if (!jwt) {
          context.note("The access token is not a JWT, so only the server knows when it expires.");
          return [];
        }
        const { exp } = jwt.claims;
        const lifetime = Number(token.members.expires_in);
        const left = Number(exp) - start / SECOND_IN_MS;
        const isClose = typeof exp === "number" && Math.abs(left - lifetime) <= TOLERANCE_IN_S;
        const seen = exp === undefined ? "no exp" : `exp in ${Math.round(left)} s, ${EXPIRES_IN} ${lifetime}`;
        return expectThat(isClose, `exp ${lifetime} s after the request`, token, seen);
      },
    },
  ];
}

/** Forges JWTs from the access token, or from nothing if it is not a JWT. */
function forgeries({ target }: CheckContext, accessToken: string): Readonly<Record<string, string>> {
  const valid = readJwt(accessToken);
  const { header, claims, signature } = valid ?? inventedJwt(target.credentials.clientId, target.baseUrl);
  const later = { ...claims, exp: Number(claims["exp"] ?? 0) + HOUR_IN_S };
  const zeros = Buffer.alloc(ES256_SIGNATURE_IN_BYTES).toString("base64url");
  return {
    "with the algorithm none": writeJwt({ header: { ...header, alg: "none" }, claims, signature: "" }),
    "with the algorithm NoNe": writeJwt({ header: { ...header, alg: "NoNe" }, claims, signature: "" }),
    "with the algorithm none and a signature": writeJwt({ header: { ...header, alg: "none" }, claims, signature }),
    "with an empty signature": writeJwt({ header, claims, signature: "" }),
    "without a signature": writeJwt({ header, claims, signature: "" }).slice(0, -1),
    "with changed claims": writeJwt({ header, claims: later, signature }),
    "that is signed with an empty key": signWithHmac({ header, claims }, ""),
    "that is signed with the client secret": signWithHmac({ header, claims }, target.credentials.clientSecret),
    "with a signature of zeros": writeJwt({ header: { ...header, alg: "ES256" }, claims, signature: zeros }),
  };
}

function inventedJwt(subject: string, issuer: string): Jwt {
  const now = Math.floor(Date.now() / SECOND_IN_MS);
  return {
    header: { alg: "HS256", typ: "JWT" },
    claims: { iss: issuer, aud: issuer, sub: subject, client_id: subject, iat: now, exp: now + HOUR_IN_S },
    signature: Buffer.from("invented").toString("base64url"),
  };
}
