import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { printTable } from "./table.ts";

interface Use {
  readonly name: string;
  readonly program: string;
  /** In kB. */
  readonly goal?: number;
  /** Counts what is loaded later too. */
  readonly whole?: boolean;
}

const CLIENT = fileURLToPath(new URL("../../../packages/client/dist/index.js", import.meta.url));
const OURS = `import { createClient } from ${JSON.stringify(CLIENT)};
export const microbilt = createClient({ environment: "sandbox", clientId: "a", clientSecret: "b" });
export const token = await microbilt.getAccessToken();
export const response = await microbilt.fetch("/a");`;

const USES: readonly Use[] = [
  { name: "@microbilt-oauth/client", program: OURS, goal: 3.5 },
  {
    name: "@microbilt-oauth/client with api",
    program: `${OURS}\nexport const api = microbilt.api();`,
    goal: 6,
    whole: true,
  },
  {
    name: "oauth4webapi",
    program: `import * as oauth from "oauth4webapi";
export const response = await oauth.clientCredentialsGrantRequest({}, {}, oauth.ClientSecretPost("b"), {});
export const token = await oauth.processClientCredentialsResponse({}, {}, response);
export const answer = await oauth.protectedResourceRequest(token.access_token, "GET", new URL("https://a"));`,
  },
  {
    name: "@badgateway/oauth2-client",
    program: `import { OAuth2Client, OAuth2Fetch } from "@badgateway/oauth2-client";
const client = new OAuth2Client({ server: "https://a" });
export const fetcher = new OAuth2Fetch({ client, getNewToken: () => client.clientCredentials() });`,
  },
  {
    name: "openapi-fetch with a middleware",
    program: `import createClient from "openapi-fetch";
export const client = createClient();
client.use({ onRequest: ({ request }) => request });`,
  },
];

/** What the least use of each adds to a bundle. */
export async function measureSizes(): Promise<void> {
  // Inside the package, so that names resolve.
  const directory = await mkdtemp(fileURLToPath(new URL("../.size-", import.meta.url)));
  try {
    const rows = [];
    for (const [index, { name, program, goal, whole = false }] of USES.entries()) {
      const input = join(directory, `${index}.js`);
      await writeFile(input, program);
      const size = await sizeOf(input, whole);
      const cells = [size.toFixed(2), goal === undefined ? "" : `goal ${goal}`];
      rows.push({ name, cells, isMet: goal === undefined ? undefined : size <= goal });
    }
    printTable("Bundle size of a minimal use, minified and gzipped, in kB", ["kB", ""], rows);
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function sizeOf(input: string, whole: boolean): Promise<number> {
  const bundle = await rolldown({ input, platform: "browser", logLevel: "silent" });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  await bundle.close();
  const chunks = output.filter((chunk) => chunk.type === "chunk");
  const loaded = new Set(
    chunks.filter(({ isEntry }) => isEntry).flatMap(({ fileName, imports }) => [fileName, ...imports]),
  );
  const counted = chunks.filter(({ fileName }) => whole || loaded.has(fileName));
  return counted.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0) / 1000;
}
