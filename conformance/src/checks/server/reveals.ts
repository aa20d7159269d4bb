import type { Spec } from "../../document/spec.ts";
import { NotApplicable } from "../../errors.ts";
import type { WireResponse } from "../../wire/exchange.ts";
import { contains } from "../findings.ts";

/** A shorter string can be part of an access token or of a header field by chance. */
const LEAST_CHARACTERS = 8;

/**
 * Whether a response contains a secret.
 *
 * @throws {NotApplicable} if the secret is a word that a response can contain anyway
 */
export function reveals({ document }: Pick<Spec, "document">, response: WireResponse, secret: string): boolean {
  const isWord = JSON.stringify(document).toLowerCase().includes(secret.toLowerCase());
  if (secret.length < LEAST_CHARACTERS || isWord) {
    throw new NotApplicable("the secret is so short or common that a response can contain it by chance");
  }
  return contains(response, secret);
}
