import { randomBytes } from "node:crypto";
import { type Jwt, readJwt, signWithHmac } from "../../../src/checks/server/bearer/invalid-tokens/jwt.ts";
import type { Mutant, Mutate } from "../../mutant.ts";
import { accessTokenOf, authorizationOf, isCall, withAccessToken } from "../../operators/bearer.ts";
import { servingCalls } from "../../operators/calls.ts";
import { isTokenResponse, membersOf, withMembers } from "../../operators/token-response.ts";

/** The claim that holds the access token of the emulator. */
const TOKEN_CLAIM = "jti";

/** JWTs that the resource server accepts without a valid signature, or that expire at another time. */
export const jwtMutants: readonly Mutant[] = [
  {
    title: "The resource server accepts any JWT with the algorithm none",
    killedBy: "bearer/forged-jwt",
    mutate: servingCalls((request) => readHeader(accessTokenOf(request))["alg"] === "none"),
  },
  forging("accepts a JWT with an algorithm that resembles none", ({ header }) => /^none$/i.test(String(header["alg"]))),
  forging("accepts a JWT with an empty signature", ({ signature }) => signature === ""),
  forging("does not verify the signature of a JWT", ({ header }) => header["alg"] === "HS256"),
  forging("accepts a JWT that is signed with an empty key", ({ header, claims, signature }) =>
    signWithHmac({ header, claims }, "").endsWith(`.${signature}`),
  ),
  {
    title: "The resource server accepts a JWT that is signed with the client secret",
    killedBy: "bearer/forged-jwt",
    mutate: (context) =>
      issuingJwts(({ header, claims, signature }) =>
        signWithHmac({ header, claims }, context.credentials.clientSecret).endsWith(`.${signature}`),
      )(context),
  },
  forging("accepts a JWT with a signature of zeros", ({ signature }) => /^A{80,}$/.test(signature)),
  {
    title: "The access token is a JWT that expires a day later than expires_in says",
    killedBy: "bearer/jwt-expiration",
    mutate: issuingJwts(() => false, 24 * 60 * 60),
  },
];

function forging(defect: string, isAccepted: (jwt: Jwt) => boolean): Mutant {
  return { title: `The resource server ${defect}`, killedBy: "bearer/forged-jwt", mutate: issuingJwts(isAccepted) };
}

/**
 * Issues access tokens that are JWTs, and accepts those with a valid signature.
 *
 * @param isAccepted whether to accept a JWT without a valid signature
 * @param extraLifetime how much later than `expires_in` a JWT expires, in s
 */
export function issuingJwts(isAccepted: (jwt: Jwt) => boolean, extraLifetime = 0): Mutate {
  return (context) => {
    const key = randomBytes(32).toString("hex");
    return async (request, original) => {
      const given = /^bearer (\S+)$/i.exec(authorizationOf(request))?.[1] ?? "";
      if (isCall(context, request) && given !== "") {
        const jwt = readJwtLeniently(given);
        const isValid = jwt && signWithHmac(jwt, key) === given;
        const isUsable = jwt && (isValid || isAccepted(jwt));
        return original(isUsable ? withAccessToken(request, String(jwt.claims[TOKEN_CLAIM])) : request);
      }
      const response = await original(request);
      if (!isTokenResponse(context, request, response)) {
        return response;
      }
      const { access_token, expires_in, issued_at } = membersOf(response);
      const exp = Math.floor(Number(issued_at) / 1_000) + Number(expires_in) + extraLifetime;
      const claims = { [TOKEN_CLAIM]: access_token, exp };
      return withMembers(response, { access_token: signWithHmac({ header: { typ: "JWT" }, claims }, key) });
    };
  };
}

/** Reads a JWT whose signature may be empty or missing. */
function readJwtLeniently(token: string): Jwt | undefined {
  const [header = "", claims = "", signature = ""] = token.split(".");
  const jwt = readJwt(`${header}.${claims}.x`);
  return jwt && { ...jwt, signature };
}

function readHeader(token: string): Jwt["header"] {
  return readJwtLeniently(token)?.header ?? {};
}
