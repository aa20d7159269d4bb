import { createHash } from "node:crypto";
import type { Check } from "../../../../check.ts";
import type { Spec } from "../../../../document/spec.ts";
import { FLOW_NAMES } from "../../../../flow.ts";
import { parameterPointer } from "../../../pointers.ts";
import { variant } from "../../variants.ts";
import { rejectsVariants } from "../rejected-variants.ts";
import { type Alteration, alterSecret } from "./alter-secret.ts";

/** What a server may store in place of a client secret, and what it may decode by mistake. */
const ENCODINGS: Readonly<Record<string, Alteration>> = {
  "the SHA-256 of the client_secret, in hexadecimal": (valid) => digest(valid, "sha256", "hex"),
  "the SHA-256 of the client_secret, in Base64": (valid) => digest(valid, "sha256", "base64"),
  "the SHA-1 of the client_secret, in hexadecimal": (valid) => digest(valid, "sha1", "hex"),
  "the MD5 of the client_secret, in hexadecimal": (valid) => digest(valid, "md5", "hex"),
  "the client_secret in Base64": (valid) => Buffer.from(valid).toString("base64"),
  "the client_secret in hexadecimal": (valid) => Buffer.from(valid).toString("hex"),
  "the client_secret in quotation marks": (valid) => `"${valid}"`,
};

/** Token requests with the client secret in an encoding, or with a digest of it. */
export function encodedSecretChecks({ contract }: Spec): Check[] {
  return FLOW_NAMES.map((flow) =>
    rejectsVariants({
      flow,
      name: "encoded-secret",
      description: "with a digest or an encoding of the client_secret in its place",
      requirement: parameterPointer(contract, flow, "client_secret"),
      needs: ["credentials"],
      variants: Object.entries(ENCODINGS).map(([name, encode]) =>
        variant(flow, name, (context) => {
          const clientSecret = alterSecret(context, flow, encode, context.target.credentials);
          return clientSecret === undefined ? undefined : { credentials: { clientSecret } };
        }),
      ),
    }),
  );
}

function digest(valid: string, algorithm: string, encoding: "hex" | "base64"): string {
  return createHash(algorithm).update(valid).digest(encoding);
}
