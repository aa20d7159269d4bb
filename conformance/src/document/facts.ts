import { createHash } from "node:crypto";
import { document, readContract } from "@microbilt-oauth/spec";
import type { Facts } from "../check.ts";
import type { DocumentIdentity } from "../run/results.ts";

/** The bundled document and the facts read from it. */
export function loadFacts(): Facts {
  return { document, contract: readContract(document) };
}

/** Which document it is, down to the byte. */
export function identify({ document }: Facts): DocumentIdentity {
  const { title, version } = document.info;
  return { title, version, digest: createHash("sha256").update(JSON.stringify(document)).digest("hex") };
}
