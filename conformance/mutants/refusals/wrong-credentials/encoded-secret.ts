import { createHash } from "node:crypto";
import { FLOW_LABELS, FLOW_NAMES } from "../../../src/flow.ts";
import type { Mutant } from "../../mutant.ts";
import { accepting } from "../../operators/token-request.ts";

/** Comparisons with a digest of the client secret, or with an encoding of it. */
const COMPARISONS: Readonly<Record<string, (value: string, valid: string) => boolean>> = {
  "the SHA-256 of the client_secret": (value, valid) =>
    ["hex", "base64"].some((encoding) => digestOf(valid, "sha256", encoding as "hex" | "base64") === value),
  "the MD5 of the client_secret": (value, valid) => value === digestOf(valid, "md5", "hex"),
  "the client_secret in Base64": (value, valid) => value !== valid && Buffer.from(value, "base64").toString() === valid,
  "the client_secret in quotation marks": (value, valid) => value === `"${valid}"`,
};

/** Token requests with a digest or an encoding of the client secret that the token endpoint grants. */
export const encodedSecretMutants: readonly Mutant[] = FLOW_NAMES.flatMap((flow) =>
  Object.entries(COMPARISONS).map(
    ([description, compare]): Mutant => ({
      title: `The token endpoint accepts ${description} in a ${FLOW_LABELS[flow]} token request`,
      killedBy: `refusals/${flow}-encoded-secret`,
      mutate: accepting(flow, "client_secret", (value, valid) => typeof value === "string" && compare(value, valid)),
    }),
  ),
);

function digestOf(text: string, algorithm: string, encoding: "hex" | "base64"): string {
  return createHash(algorithm).update(text).digest(encoding);
}
