import type { TokenResponse } from "@microbilt-oauth/spec/types";
import packageJson from "../../package.json" with { type: "json" };
import type { Spec } from "../document/spec.ts";
import { ACCESS_TOKEN_VARIABLE } from "../environment-variables.ts";
import { curlCommand } from "../wire/curl/curl-command.ts";
import { tokenRequestTo } from "../wire/token-request.ts";
import type { RunContext } from "./context.ts";
import { filesOf } from "./reported-finding.ts";
import type { RecordedSelection, RunEnvironment, RunResults } from "./results.ts";
import type { Selection } from "./selection.ts";

/** Describes what runs the checks, and where. */
export function describeEnvironment(): RunEnvironment {
  return {
    suite: packageJson.version,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
  };
}

/** Records which checks were selected, with the defaults filled in. */
export function recordSelection({ only = [], skip = [], level = "INFO" }: Selection): RecordedSelection {
  return { only, skip, level };
}

/** Takes the access token from a token response that is JSON. */
const TAKE_TOKEN = String.raw`sed -n 's/.*"${"access_token" satisfies keyof TokenResponse}" *: *"\([^"]*\)".*/\1/p'`;

/** The shell command that sets the variable for access tokens in curl commands. */
export function accessTokenCommand({
  target,
  contract,
  split,
}: Spec & Pick<RunContext<never>, "target" | "split">): Pick<RunResults, "accessTokenCommand"> {
  if (target.kind === "client") {
    return {};
  }
  const request = tokenRequestTo(target, contract, "json");
  const curl = curlCommand(request, { split, ...filesOf(target), output: "-sS" });
  return curl === undefined ? {} : { accessTokenCommand: `${ACCESS_TOKEN_VARIABLE}=$(${curl} \\\n  | ${TAKE_TOKEN})` };
}
