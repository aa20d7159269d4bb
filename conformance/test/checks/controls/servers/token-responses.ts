/** Servers that issue other access tokens, or write the token response in another way. */
import { createHmac, randomBytes, randomUUID } from "node:crypto";
import type { MutantContext, MutantResponse, Mutate } from "../../../../mutants/mutant.ts";
import { withAccessToken } from "../../../../mutants/operators/bearer.ts";
import { withHeaders } from "../../../../mutants/operators/response.ts";
import { bodyParametersOf, flowOf } from "../../../../mutants/operators/token-request.ts";
import {
  addMember,
  isTokenResponse,
  membersOf,
  mutateMembers,
  mutateTokenResponse,
  withMembers,
} from "../../../../mutants/operators/token-response.ts";
import type { Control } from "../control.ts";

const SECOND_IN_MS = 1_000;
const MINUTE_IN_MS = 60_000;
const HOUR_IN_MS = 3_600_000;
const DAY_IN_S = 86_400;

/** The members that gateways of MicroBilt's family add, all of them strings. */
const ADDITIONAL_MEMBERS = {
  application_name: "2f7b1c3e-6d1f-4f0b-9a53-0f4a4a2b1a9c",
  scope: "",
  organization_name: "microbilt",
  "developer.email": "developer@example.com",
  api_product_list: "[iPredict, ABAAcctVerification]",
  refresh_token: "",
  refresh_token_expires_in: "0",
  refresh_count: "0",
};

/** Access tokens of other kinds, lifetimes and times. */
export const tokenControls: readonly Control[] = [
  { title: "issues access tokens for a day", emulator: { expiresIn: DAY_IN_S } },
  { title: "issues access tokens for 30 days", emulator: { expiresIn: 30 * DAY_IN_S } },
  {
    title: "issues access tokens for 90 days, although RFC 6750 asks for short lifetimes",
    emulator: { expiresIn: 90 * DAY_IN_S },
    blamedFor: ["token-response/short-lived"],
  },
  { title: "issues access tokens for 10 seconds", emulator: { expiresIn: 10 } },
  {
    title: "issues JWTs whose signature ends in a character with free bits, and ignores these bits",
    vary: issuing(signedWith("HS256", "sha256"), sameBytes),
  },
  {
    title: "issues JWTs with a signature of 48 bytes, and ignores an incomplete character after it",
    vary: issuing(signedWith("HS384", "sha384"), sameBytes),
  },
  { title: "issues 128 random bits in hexadecimal", vary: issuing(() => randomBytes(16).toString("hex")) },
  {
    title: "issues 128 random bits in base64url, and ignores the free bits of the last character",
    vary: issuing(() => randomBytes(16).toString("base64url"), sameBytes),
  },
  {
    title: "issues 128 random bits in Base64 with padding, which it does not require",
    vary: issuing(() => randomBytes(16).toString("base64"), sameBytes),
  },
  {
    title: "issues tokens of 1000 characters with a prefix",
    vary: issuing(() => `mb_live_${randomBytes(500).toString("hex")}`),
  },
  {
    title: "issues UUIDs, which have 122 random bits, and compares them without regard to case",
    vary: issuing(
      () => randomUUID(),
      (given, issued) => given.toLowerCase() === issued,
    ),
    blamedFor: ["token-response/guessing", "bearer/token-case"],
  },
  {
    title: "issues tokens with a character that RFC 6750 does not allow",
    vary: issuing(() => `1|${randomBytes(20).toString("hex")}`),
    blamedFor: ["token-response/access_token"],
  },
  { title: "repeats a token until it expires", emulator: { reuseTokens: true } },
  {
    title: "repeats a token that it issued 50 minutes ago",
    emulator: { reuseTokens: true },
    vary: issuedEarlier(50 * MINUTE_IN_MS),
  },
  {
    title: "repeats a token that it issued 25 days ago",
    emulator: { reuseTokens: true, expiresIn: 30 * DAY_IN_S },
    vary: issuedEarlier(25 * DAY_IN_S * SECOND_IN_MS),
  },
  { title: "consists of two instances, each of which repeats a token until it expires", vary: repeatingOneOf(2) },
];

/** Clocks that differ from the one of this machine. Nobody can move them. */
export const clockControls: readonly Control[] = [
  {
    title: "writes issued_at by a clock that is 12 minutes slow",
    vary: shiftingIssuedAt(-12 * MINUTE_IN_MS),
  },
  { title: "writes issued_at in US Central Standard Time", vary: shiftingIssuedAt(-6 * HOUR_IN_MS) },
  { title: "writes issued_at in US Central Daylight Time", vary: shiftingIssuedAt(-5 * HOUR_IN_MS) },
  { title: "adds the offset of US Central Time to issued_at", vary: shiftingIssuedAt(6 * HOUR_IN_MS) },
  {
    title: "writes issued_at in whole seconds, by a clock that is 4 minutes fast",
    vary: mutateMembers(({ issued_at }) => {
      const seconds = Math.round((Number(issued_at) + 4 * MINUTE_IN_MS) / SECOND_IN_MS);
      return { issued_at: String(seconds * SECOND_IN_MS) };
    }),
  },
].map((control) => ({ ...control, target: { lacks: { control: "its clock cannot be moved", tls: "no sockets" } } }));

/** Token responses that are written in another way. */
export const writtenControls: readonly Control[] = [
  {
    title: "writes JSON with line breaks, indentation and a line break at the end",
    vary: rewritingBody((members) => `${JSON.stringify(members, null, 2)}\r\n`),
  },
  {
    title: "writes members in another order, and escapes characters that need no escape",
    vary: rewritingBody((members) =>
      JSON.stringify(Object.fromEntries(Object.entries(members).reverse())).replace(/(?<=:")\w/g, escapeInJson),
    ),
  },
  ...['Charset="UTF-8"', "charset=utf8"].map((parameter) => ({
    title: `responds with application/json;${parameter}`,
    vary: mutateTokenResponse((response) => withHeaders(response, { "content-type": `Application/JSON;${parameter}` })),
  })),
  {
    title: "adds the members that gateways of MicroBilt's family add",
    vary: rewritingBody((members) => JSON.stringify({ ...members, ...ADDITIONAL_MEMBERS })),
  },
  {
    title: "adds a client_id that identifies the application in another way",
    vary: addMember("client_id", () => "{2F7B1C3E-6D1F-4F0B-9A53-0F4A4A2B1A9C}"),
  },
  {
    title: "adds members in one form of the request only",
    vary: mutateTokenResponse((response, context, request) =>
      flowOf(context, request) === "form"
        ? { ...response, body: JSON.stringify({ ...membersOf(response), ...ADDITIONAL_MEMBERS }) }
        : response,
    ),
  },
  {
    title: "sends more directives in Cache-Control",
    vary: mutateTokenResponse((response) =>
      withHeaders(response, { "cache-control": "private,No-Store,no-cache,max-age=0, must-revalidate", expires: "0" }),
    ),
  },
  {
    title: "sends no Pragma, which RFC 6749 requires",
    vary: mutateTokenResponse((response) => withHeaders(response, { pragma: undefined })),
    blamedFor: ["token-response/pragma"],
  },
];

/** Issues other access tokens than the emulator does. It accepts a token that `isSame` considers to be an issued one. */
function issuing(
  createToken: (context: MutantContext, members: Readonly<Record<string, string>>) => string,
  isSame: (given: string, issued: string) => boolean = (given, issued) => given === issued,
): Mutate {
  return (context) => {
    const originals = new Map<string, string>();
    const originalOf = (given: string) => {
      const issued = originals.has(given) ? given : [...originals.keys()].find((known) => isSame(given, known));
      return originals.get(issued ?? "");
    };
    // The control API knows the tokens of the emulator only.
    const { revoke } = context.emulator.tokens;
    Object.assign(context.emulator.tokens, { revoke: (given: string) => revoke(originalOf(given) ?? given) });
    return async (request, original) => {
      const known = originalOf(tokenIn(request.headers["authorization"]));
      const response = await original(known === undefined ? request : withAccessToken(request, known));
      if (!isTokenResponse(context, request, response)) {
        return response;
      }
      const members = membersOf(response);
      const token = createToken(context, members);
      originals.set(token, members.access_token);
      return withMembers(response, { access_token: token });
    };
  };
}

/** The access token in Authorization, whatever the case of the scheme; empty without one. */
function tokenIn(authorization = ""): string {
  return /^bearer ([^ ,]+)$/i.exec(authorization)?.[1] ?? "";
}

/** Creates JWTs (RFC 7519) with an HMAC (RFC 7518, section 3.2). */
function signedWith(alg: string, hash: string) {
  const key = randomBytes(64);
  return ({ emulator, contract }: MutantContext, { expires_in }: Readonly<Record<string, string>>) => {
    const now = Math.floor(emulator.clock.now() / SECOND_IN_MS);
    const claims = {
      iss: "https://issuer.example",
      aud: contract.resource.path,
      iat: now,
      nbf: now,
      exp: now + Number(expires_in),
      jti: randomUUID(),
    };
    const content = [{ typ: "at+jwt", alg, kid: "1" }, claims].map(encodePart).join(".");
    return `${content}.${createHmac(hash, key).update(content).digest("base64url")}`;
  };
}

function encodePart(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

/** Compares what follows the last dot as Base64 decoders do: they ignore padding, free bits and incomplete bytes. */
function sameBytes(given: string, issued: string): boolean {
  if (!/^[\w.+/-]+={0,2}$/.test(given)) {
    return false;
  }
  const [content, last] = splitAtLastDot(given);
  const [issuedContent, issuedLast] = splitAtLastDot(issued);
  return content === issuedContent && Buffer.from(last, "base64url").equals(Buffer.from(issuedLast, "base64url"));
}

function splitAtLastDot(token: string): [before: string, after: string] {
  const dot = token.lastIndexOf(".");
  return [token.slice(0, dot + 1), token.slice(dot + 1)];
}

/** Issues the first token of each application a while before it is requested. */
function issuedEarlier(ms: number): Mutate {
  return (context) => {
    const { clock } = context.emulator;
    const prepared = new Set<unknown>();
    return async (request, original) => {
      const { client_id } = bodyParametersOf(request);
      if (client_id !== undefined && !prepared.has(client_id)) {
        prepared.add(client_id);
        clock.advance(-ms);
        await original(request);
        clock.advance(ms);
      }
      return original(request);
    };
  };
}

/** Several instances behind one address, each of which repeats its own token for each application until it expires. */
function repeatingOneOf(instances: number): Mutate {
  return (context) => {
    const { clock, tokens } = context.emulator;
    const issued = new Map<string, { response: MutantResponse; expiresAt: number }>();
    let requests = 0;
    return async (request, original) => {
      const response = await original(request);
      if (!isTokenResponse(context, request, response)) {
        return response;
      }
      requests += 1;
      const members = membersOf(response);
      const { clientId } = tokens.find(members.access_token) ?? { clientId: "" };
      const key = `${clientId} ${requests % instances}`;
      const known = issued.get(key);
      const remaining = known && Math.floor((known.expiresAt - clock.now()) / SECOND_IN_MS);
      const isActive = known && tokens.find(membersOf(known.response).access_token)?.state === "active";
      if (known && isActive && remaining !== undefined && remaining > 0 && remaining <= Number(members.expires_in)) {
        return withMembers(known.response, { expires_in: String(remaining) });
      }
      issued.set(key, { response, expiresAt: clock.now() + Number(members.expires_in) * SECOND_IN_MS });
      return response;
    };
  };
}

function shiftingIssuedAt(ms: number): Mutate {
  return mutateMembers(({ issued_at }) => ({ issued_at: String(Number(issued_at) + ms) }));
}

function rewritingBody(write: (members: Readonly<Record<string, string>>) => string): Mutate {
  return mutateTokenResponse((response) => ({ ...response, body: write(membersOf(response)) }));
}

function escapeInJson(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
