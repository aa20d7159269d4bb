import type { OpenApiDocument } from "../document/openapi-document.ts";
import type { Contract } from "./contract.ts";

/** Reads the servers that name their environment. */
export function readServers({ servers = [] }: OpenApiDocument): Contract["servers"] {
  const named = servers.flatMap(({ url, "x-environment": environment }) =>
    environment ? [[environment, url.replace(/\/$/, "")]] : [],
  );
  if (named.length === 0) {
    throw new Error("The document has no server with an x-environment.");
  }
  return Object.fromEntries(named);
}
