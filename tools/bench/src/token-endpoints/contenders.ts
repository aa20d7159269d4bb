import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { flows, grantTypes, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import type { JsonTokenRequest } from "@microbilt-oauth/spec/types";
import { tokenResponseBody } from "../token-response.ts";

/**
 * A program with a token endpoint. Programs are JavaScript, because stripping types would take longer than most of them
 * take to start.
 */
export interface TokenEndpoint {
  readonly name: string;
  /** The arguments that Node is started with. */
  program(port: number): readonly string[];
  readonly path: string;
  readonly mediaType: string;
  readonly body: string;
}

const require = createRequire(import.meta.url);

const credentials = { client_id: "an-id", client_secret: "a-secret" } satisfies Partial<JsonTokenRequest>;
const documented = {
  path: tokenEndpoint.path,
  mediaType: flows.json.mediaType,
  body: JSON.stringify({ ...credentials, grant_type: grantTypes[0] } satisfies JsonTokenRequest),
};

export const nodeHttp: TokenEndpoint = {
  name: "node:http, a constant response",
  program: (port) => [fileOf("node-http.mjs"), String(port), tokenResponseBody],
  ...documented,
};

export const emulator: TokenEndpoint = {
  name: "microbilt-emulator",
  program: (port) => [
    fileOf("../../../../packages/emulator/dist/cli.js"),
    "--port",
    String(port),
    "--app",
    Object.values(credentials).join(":"),
  ],
  ...documented,
};

export const prism: TokenEndpoint = {
  name: "Prism, -v fatal",
  program: (port) => [
    require.resolve("@stoplight/prism-cli"),
    ...["mock", "-v", "fatal", "--host", "127.0.0.1", "--port", String(port)],
    fileURLToPath(import.meta.resolve("@microbilt-oauth/spec/openapi.json")),
  ],
  ...documented,
};

export const oidcProvider: TokenEndpoint = {
  name: "oidc-provider",
  program: (port) => [fileOf("oidc-provider.mjs"), String(port), ...Object.values(credentials)],
  path: "/token",
  mediaType: flows.form.mediaType,
  body: new URLSearchParams({ ...credentials, grant_type: grantTypes[0] }).toString(),
};

function fileOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
