import { createHash } from "node:crypto";
import { document, readContract } from "@microbilt-oauth/spec";
import type { Spec } from "../check.ts";
import type { DocumentIdentity } from "../run/results.ts";

/** The bundled document and the spec read from it. */
export function loadSpec(): Spec {
  return { document, contract: readContract(document) };
}

/** Which document it is, down to the byte. */
export function identify({ document }: Spec): DocumentIdentity {
  const { title, version } = document.info;
  return { title, version, digest: createHash("sha256").update(JSON.stringify(document)).digest("hex") };
}
