import { fileURLToPath } from "node:url";
import type { Contract } from "@microbilt-oauth/spec";
import { loadSpec } from "../document/spec.ts";
import { RESERVED_CREDENTIALS, type RunningServer, runningServer, type ServerTarget, UNLIMITED } from "../target.ts";
import { prismLimitations } from "./prism-limitations.ts";
import { type RunningPrism, startPrismProcess } from "./prism-process.ts";

const DEADLINE_IN_MS = 5_000;

/** How to start Prism. */
export interface PrismTargetOptions {
  /** The port to listen on. @default any free port */
  readonly port?: number | undefined;
  /** The path of the OpenAPI document to mock. @default the bundled document */
  readonly document?: string | undefined;
}

/**
 * Starts Prism as a target. It responds from the document alone and knows neither applications nor tokens.
 *
 * @throws {CannotRun} with Prism's own message if it does not start
 */
export async function startPrism({
  port = 0,
  document = bundledDocument(),
}: PrismTargetOptions = {}): Promise<RunningServer> {
  const prism = await startPrismProcess(document, port);
  return runningServer(describePrism(prism, loadSpec().contract), prism.close);
}

function describePrism({ version, baseUrl }: RunningPrism, { resource }: Contract): ServerTarget {
  const title = `Prism ${version}`;
  return {
    kind: "server",
    name: "prism",
    title: `${title}, started for this run`,
    baseUrl,
    credentials: { clientId: "any-client-id", clientSecret: "any-client-secret" },
    secondCredentials: { clientId: "another-client-id", clientSecret: "another-client-secret" },
    reservedCredentials: RESERVED_CREDENTIALS,
    resource: { method: resource.methods.at(-1) ?? "POST", path: resource.path },
    lacks: {
      credentials: `${title} accepts any credentials: it has no registered applications`,
      tokens: `${title} accepts any bearer token: it does not keep track of the tokens it issues`,
      control: `${title} keeps no state, so it cannot register applications, revoke tokens or move a clock`,
      tls: `${title} supports only plain HTTP`,
    },
    limitations: prismLimitations(title),
    deadline: DEADLINE_IN_MS,
    pace: UNLIMITED,
  };
}

function bundledDocument(): string {
  return fileURLToPath(import.meta.resolve("@microbilt-oauth/spec/openapi.json"));
}
