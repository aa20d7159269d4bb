/** JSON Web Tokens (RFC 7519), as far as checks read and forge them. */
import { createHmac } from "node:crypto";

/** The parts of a JWT. */
export interface Jwt {
  /** The members of its header. */
  readonly header: Readonly<Record<string, unknown>>;
  /** Its claims. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Its signature, in base64url. */
  readonly signature: string;
}

/** Reads a token as a JWT; undefined if it is not one. */
export function readJwt(token: string): Jwt | undefined {
  const [head = "", payload = "", signature = "", ...more] = token.split(".");
  const header = readPart(head);
  const claims = readPart(payload);
  return header && claims && "alg" in header && signature !== "" && more.length === 0
    ? { header, claims, signature }
    : undefined;
}

/** Joins the parts of a JWT. */
export function writeJwt({ header, claims, signature }: Jwt): string {
  return [writePart(header), writePart(claims), signature].join(".");
}

/** Signs a JWT with HMAC and SHA-256. */
export function signWithHmac({ header, claims }: Omit<Jwt, "signature">, key: string): string {
  const signed = { ...header, alg: "HS256" };
  const input = `${writePart(signed)}.${writePart(claims)}`;
  return writeJwt({ header: signed, claims, signature: createHmac("sha256", key).update(input).digest("base64url") });
}

function readPart(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function writePart(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
