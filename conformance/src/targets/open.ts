import type { Contract } from "@microbilt-oauth/spec";
import { readCredentials } from "./credentials.ts";
import { startEmulator } from "./emulator.ts";
import { startPrism } from "./prism.ts";
import { CannotRun, type Resource, type Target, type TargetName, UNHURRIED } from "./target.ts";
import { openSandbox, openUrl } from "./url.ts";

export interface TargetOptions {
  readonly target?: TargetName;
  readonly baseUrl?: string;
  readonly resource?: Resource;
  readonly port?: number;
}

/** The published client is looked at while it talks to a server that writes down what it sends. */
function clientTarget(): Target {
  return {
    name: "client",
    title: "@microbilt-oauth/client",
    baseUrl: "against a recording server",
    credentials: { clientId: "", clientSecret: "" },
    cannot: {},
    limitations: {},
    deadline: 0,
    pace: UNHURRIED,
    close: async () => {},
  };
}

/**
 * Starts or finds the target that the options name.
 *
 * @throws {CannotRun} when it is not to be had
 */
export async function openTarget(
  contract: Contract,
  options: TargetOptions,
  environment: NodeJS.ProcessEnv,
): Promise<Target> {
  const { baseUrl, resource, port } = options;
  const name = options.target ?? (baseUrl === undefined ? "prism" : "url");
  if (name !== "url" && baseUrl !== undefined) {
    throw new CannotRun(`--base-url goes with --target url, not with --target ${name}.`);
  }
  if (name !== "prism" && name !== "emulator" && port !== undefined) {
    throw new CannotRun(`--port goes with --target prism or emulator, not with --target ${name}.`);
  }
  if ((name === "prism" || name === "emulator") && resource) {
    throw new CannotRun(`--resource goes with a running server: --target ${name} calls the path of the document.`);
  }
  switch (name) {
    case "prism":
      return startPrism(contract, port === undefined ? {} : { port });
    case "emulator":
      return startEmulator(contract, port);
    case "client":
      return clientTarget();
    case "sandbox":
      return openSandbox(contract, { credentials: readCredentials(environment), resource });
    case "url":
      if (baseUrl === undefined) {
        throw new CannotRun("--target url needs the address of the server: --base-url http://127.0.0.1:4010");
      }
      return openUrl({ baseUrl, credentials: readCredentials(environment), resource });
  }
}
