import {
  type CommonOptions,
  createClient,
  isMicrobiltError,
  type MicrobiltClient,
  type MicrobiltError,
} from "@microbilt-oauth/client";
import { servers } from "@microbilt-oauth/spec/contract";
import { CannotRun } from "../errors.ts";
import type { Host } from "../host.ts";
import type { ConnectionOptions } from "./connection-options.ts";
import { readCredentials } from "./credentials.ts";

/** A client with the credentials of the user, and what messages say about it. */
export interface Connection {
  /** The client. It has sent nothing yet. */
  readonly client: MicrobiltClient;
  /** The server, as in `the sandbox` or `http://127.0.0.1:4300`. */
  readonly server: string;
  /** The URL of the server, without a trailing slash. */
  readonly baseUrl: string;
  /** Identifies the application. */
  readonly clientId: string;
  /** Whether a credential has a quotation mark at an end, which is nearly always a mistake. */
  readonly hasQuotedCredentials: boolean;
}

/**
 * Creates a client from the options of the command line.
 *
 * @param more options of the client that the command sets itself
 * @throws {CannotRun} if the options name no server or credentials, or contradict each other
 */
export async function connect(
  options: ConnectionOptions,
  host: Pick<Host, "environment">,
  more: Pick<CommonOptions, "fetch" | "onEvent" | "retry"> = {},
): Promise<Connection> {
  const { environment, baseUrl, tokenPath, flow, timeout, insecureHttp } = options;
  if (environment !== undefined && baseUrl !== undefined) {
    throw new CannotRun("Pass either --environment or --base-url, not both.");
  }
  const url = environment === undefined ? baseUrl : servers[environment];
  if (url === undefined) {
    throw new CannotRun(
      `Name the server: pass --environment ${Object.keys(servers).join(" or --environment ")}, or --base-url <url> for an emulator. There is no default, because calls in production cost money.`,
    );
  }
  const { clientId, clientSecret } = await readCredentials(options, host);
  const common: CommonOptions = {
    ...more,
    clientId,
    clientSecret,
    tokenPath,
    flow,
    timeout: timeout === undefined ? undefined : timeout * 1_000,
    allowInsecureRequests: insecureHttp,
  };
  try {
    const client = createClient(environment === undefined ? { ...common, baseUrl: url } : { ...common, environment });
    return {
      client,
      server: environment === undefined ? url : `the ${environment} (${url})`,
      baseUrl: url.replace(/\/+$/, ""),
      clientId,
      hasQuotedCredentials: [clientId, clientSecret].some((credential) => /^["']|["']$/.test(credential)),
    };
  } catch (error) {
    if (isMicrobiltError(error) && error.code === "invalid_argument") {
      throw new CannotRun(withOptionNames(error));
    }
    throw error;
  }
}

const OPTION_NAMES: Readonly<Record<string, string>> = {
  baseUrl: "--base-url",
  tokenPath: "--token-path",
  timeout: "--timeout",
  clientId: "MICROBILT_CLIENT_ID",
  clientSecret: "MICROBILT_CLIENT_SECRET",
  "allowInsecureRequests: true": "--insecure-http",
  allowInsecureRequests: "--insecure-http",
};

/** The client's messages name its own options; the user of the command has others. */
function withOptionNames({ message }: MicrobiltError): string {
  let text = message;
  for (const [option, name] of Object.entries(OPTION_NAMES)) {
    text = text.replaceAll(new RegExp(`\\b${option}\\b`, "g"), name);
  }
  return text.endsWith(".") ? text : `${text}.`;
}
