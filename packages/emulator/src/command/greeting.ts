import type { Contract } from "@microbilt-oauth/spec";

export interface Greeting {
  readonly contract: Contract;
  readonly url: string;
  readonly controlUrl: string | undefined;
  readonly authorityFile: string | undefined;
  /** The secret only where it was generated: who brought one knows it. */
  readonly clientId: string;
  readonly clientSecret: string | undefined;
}

/** What a developer needs to begin, with the commands of MicroBilt's documentation ready to paste. */
export function greet(greeting: Greeting): string {
  const { url, controlUrl, authorityFile, clientId, clientSecret } = greeting;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["base URL", url],
    ["client id", clientId],
    ["client secret", clientSecret ?? "as given"],
    ["CA certificate", authorityFile],
    ["control", controlUrl],
  ];
  const lines = facts.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(15)} ${value}`]));
  return `
  MicroBilt emulator

${lines.join("\n")}

Ask for an access token, in either form:

${documentedCommands(greeting).join("\n\n")}

Ctrl-C ends it.
`;
}

/** As documented, host and credentials aside. */
function documentedCommands({ contract, url, authorityFile, clientId, clientSecret }: Greeting): string[] {
  const { tokenEndpoint, flows, grantTypes } = contract;
  const [grantType = ""] = grantTypes;
  const values: Readonly<Record<string, string>> = {
    client_id: clientId,
    client_secret: clientSecret ?? "<CLIENT_SECRET>",
    grant_type: grantType,
  };
  const pick = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, values[name] ?? ""]));
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

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
