import type { Contract } from "@microbilt-oauth/spec";
import { isTokenRequestParameter, type TokenRequestParameter } from "../contract/token-request-parameters.ts";

/** What the greeting shows. */
export interface GreetingDetails {
  readonly contract: Contract;
  readonly url: string;
  readonly controlUrl: string | undefined;
  readonly authorityFile: string | undefined;
  /** One line for each product that has a document. */
  readonly products: readonly string[];
  readonly clientId: string;
  /** Only if it was generated. A secret that the user passed is not shown. */
  readonly clientSecret: string | undefined;
}

/** Formats what a developer needs to start, with the commands of MicroBilt's documentation ready to paste. */
export function formatGreeting(details: GreetingDetails): string {
  const { url, controlUrl, authorityFile, products, clientId, clientSecret } = details;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["base URL", url],
    ["client ID", clientId],
    ["client secret", clientSecret ?? "(as passed with --app)"],
    ["CA certificate", authorityFile],
    ["control URL", controlUrl],
    ...products.map((product) => ["product", product] as const),
  ];
  const lines = rows.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(15)} ${value}`]));
  return `
  MicroBilt emulator

${lines.join("\n")}

Request an access token with either command:

${tokenCommands(details).join("\n\n")}

Press Ctrl-C to stop.
`;
}

/** The documented commands, with this host and these credentials. */
function tokenCommands({ contract, url, authorityFile, clientId, clientSecret }: GreetingDetails): string[] {
  const { tokenEndpoint, flows, grantTypes } = contract;
  const [grantType = ""] = grantTypes;
  const secret = clientSecret ?? "<CLIENT_SECRET>";
  type Values = Readonly<Record<TokenRequestParameter, string>>;
  const values: Values = { client_id: clientId, client_secret: secret, grant_type: grantType };
  const pick = (names: readonly string[]) =>
    Object.fromEntries(names.filter(isTokenRequestParameter).map((name) => [name, values[name]]));

  return (["json", "form"] as const).map((flow) => {
    const { mediaType, query, body } = flows[flow];
    const search = query.length > 0 ? `?${new URLSearchParams(pick(query))}` : "";
    const data = flow === "json" ? JSON.stringify(pick(body)) : new URLSearchParams(pick(body)).toString();
    return [
      `curl -X ${tokenEndpoint.method} ${quote(url + tokenEndpoint.path + search)}`,
      ...(authorityFile ? [`--cacert ${quote(authorityFile)}`] : []),
      `-H ${quote(`Content-Type: ${mediaType}`)}`,
      `-d ${quote(data)}`,
    ].join(" \\\n  ");
  });
}

/** Quotes a word for a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
