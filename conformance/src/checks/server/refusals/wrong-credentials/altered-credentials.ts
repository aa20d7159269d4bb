import type { Check } from "../../../../check.ts";
import type { Spec } from "../../../../document/spec.ts";
import { FLOW_NAMES, type FlowName } from "../../../../flow.ts";
import { parameterPointer } from "../../../pointers.ts";
import { type Variant, variant } from "../../variants.ts";
import { rejectsVariants } from "../rejected-variants.ts";
import { type Alteration, alterSecret } from "./alter-secret.ts";

/** What findings call an altered credential, and how to alter it. */
type AlteredCredential = readonly [name: string, alter: Alteration];

/** Values that are visibly another client secret. */
const OTHER_SECRETS: readonly AlteredCredential[] = [
  ["the client_secret without its first character", (valid) => valid.slice(1)],
  ["the first half of the client_secret", (valid) => valid.slice(0, Math.ceil(valid.length / 2))],
  ["the client_secret with another last character", (valid) => valid.slice(0, -1) + (valid.endsWith("x") ? "y" : "x")],
  ["the client_secret twice", (valid) => valid + valid],
  ["the client_secret, a NUL and another character", (valid) => `${valid}\0x`],
  ["the client_secret, a newline and another character", (valid) => `${valid}\nx`],
];

/** Values that are visibly another client id. */
const OTHER_IDS: readonly AlteredCredential[] = [
  ["the client_id without its last character", (valid) => valid.slice(0, -1)],
  ["the client_id with a character after it", (valid) => `${valid}x`],
  ["the client_id, a NUL and another character", (valid) => `${valid}\0x`],
];

/** Values that differ in characters that nobody sees, and that some servers remove. */
const PADDED_SECRETS: readonly AlteredCredential[] = [
  ["the client_secret with spaces around it", (valid) => ` ${valid} `],
  ["the client_secret with a newline after it", (valid) => `${valid}\n`],
  ["the client_secret with a NUL after it", (valid) => `${valid}\0`],
  ["the client_secret with a newline in it", (valid) => insert(valid, "\n")],
  ["the client_secret with a NUL in it", (valid) => insert(valid, "\0")],
  ["the client_secret with a zero-width space after it", (valid) => `${valid}\u200b`],
];

const PADDED_IDS: readonly AlteredCredential[] = [
  ["the client_id with spaces around it", (valid) => ` ${valid} `],
  ["the client_id with a newline after it", (valid) => `${valid}\n`],
];

/** Values that are the same to a server that ignores case, normalises Unicode or decodes once more. */
const SIMILAR_SECRETS: readonly AlteredCredential[] = [
  ["the client_secret with a letter in another case", swapCase],
  ["the client_secret with a full-width character", widen],
  ["the client_secret with an accent on a letter", accent],
  ["the client_secret with a percent-encoded character", percentEncode],
  ["the client_secret with a character as an HTML entity", writeEntity],
  ["the client_secret with a character whose low byte is the valid one", raiseFirst],
];

const SIMILAR_IDS: readonly AlteredCredential[] = [
  ["the client_id with a letter in another case", swapCase],
  ["the client_id with a full-width character", widen],
  ["the client_id with an accent on a letter", accent],
  ["the client_id with a percent-encoded character", percentEncode],
  ["the client_id with a character as an HTML entity", writeEntity],
  ["the client_id with a character whose low byte is the valid one", raiseFirst],
];

/** Token requests with credentials that are nearly valid. */
export function alteredCredentialChecks({ contract }: Spec): Check[] {
  return FLOW_NAMES.flatMap((flow): Check[] => [
    rejectsVariants({
      flow,
      name: "altered-secret",
      description: "with a truncated, extended or otherwise altered client_secret",
      requirement: parameterPointer(contract, flow, "client_secret"),
      needs: ["credentials"],
      variants: alteredSecrets(flow, OTHER_SECRETS),
    }),
    rejectsVariants({
      flow,
      name: "altered-id",
      description: "with a truncated or extended client_id",
      requirement: parameterPointer(contract, flow, "client_id"),
      needs: ["credentials"],
      variants: alteredIds(flow, OTHER_IDS),
    }),
    rejectsVariants({
      flow,
      name: "padded-credentials",
      description: "with invisible characters in the credentials",
      requirement: "rfc6749#2.3.1",
      needs: ["credentials"],
      variants: [...alteredSecrets(flow, PADDED_SECRETS), ...alteredIds(flow, PADDED_IDS)],
    }),
    rejectsVariants({
      flow,
      name: "similar-credentials",
      description: "with credentials in another spelling",
      requirement: "rfc6749#1.9",
      needs: ["credentials"],
      variants: [...alteredSecrets(flow, SIMILAR_SECRETS), ...alteredIds(flow, SIMILAR_IDS)],
    }),
  ]);
}

function alteredSecrets(flow: FlowName, alterations: readonly AlteredCredential[]): Variant[] {
  return alterations.map(([name, alter]) =>
    variant(flow, name, (context) => {
      const clientSecret = alterSecret(context, flow, alter, context.target.credentials);
      return clientSecret === undefined ? undefined : { credentials: { clientSecret } };
    }),
  );
}

function alteredIds(flow: FlowName, alterations: readonly AlteredCredential[]): Variant[] {
  return alterations.map(([name, alter]) =>
    variant(flow, name, ({ target: { credentials } }) => {
      const clientId = alter(credentials.clientId);
      return clientId === undefined || clientId === credentials.clientId ? undefined : { credentials: { clientId } };
    }),
  );
}

function insert(valid: string, character: string): string {
  const middle = Math.floor(valid.length / 2);
  return valid.slice(0, middle) + character + valid.slice(middle);
}

/** Changes the case of the first letter. */
function swapCase(valid: string): string {
  return valid.replace(/[a-z]/i, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}

/** Replaces the first letter or digit by its full-width form, which compatibility normalisation (NFKC) turns back. */
function widen(valid: string): string {
  return valid.replace(/[a-z\d]/i, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
}

/** Adds an accent to the first vowel, which a collation for people may ignore; undefined without a vowel. */
function accent(valid: string): string | undefined {
  return /[aeiou]/i.test(valid) ? valid.replace(/[aeiou]/i, (letter) => `${letter}\u0301`.normalize("NFC")) : undefined;
}

function percentEncode(valid: string): string {
  return valid.replace(/[a-z\d]/i, (character) => `%${character.charCodeAt(0).toString(16)}`);
}

function writeEntity(valid: string): string {
  return valid.replace(/[a-z\d]/i, (character) => `&#${character.charCodeAt(0)};`);
}

/** Replaces the first letter or digit by one that a conversion to single bytes turns back. */
function raiseFirst(valid: string): string {
  return valid.replace(/[a-z\d]/i, (character) => String.fromCharCode(character.charCodeAt(0) + 0x100));
}
