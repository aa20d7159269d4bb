import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { printTable } from "./print-table.ts";

interface Program {
  readonly name: string;
  readonly source: string;
  /** The most that it may add to a bundle, in kB. */
  readonly goal?: number;
  /** Whether chunks that are loaded later count too. @default false */
  readonly countsLazyChunks?: boolean;
}

const CLIENT = fileURLToPath(new URL("../../../packages/client/dist/index.js", import.meta.url));
const OURS = `import { createClient } from ${JSON.stringify(CLIENT)};
export const microbilt = createClient({ environment: "sandbox", clientId: "a", clientSecret: "b" });
export const token = await microbilt.getAccessToken();
export const response = await microbilt.fetch("/a");`;

const PROGRAMS: readonly Program[] = [
  { name: "@microbilt-oauth/client", source: OURS, goal: 5.5 },
  {
    name: "@microbilt-oauth/client with api",
    source: `${OURS}\nexport const api = microbilt.api();`,
    goal: 8,
    countsLazyChunks: true,
  },
  {
    name: "oauth4webapi",
    source: `import * as oauth from "oauth4webapi";
const granted = await oauth.clientCredentialsGrantRequest({}, {}, oauth.ClientSecretPost("b"), {});
export const token = await oauth.processClientCredentialsResponse({}, {}, granted);
export const response = await oauth.protectedResourceRequest(token.access_token, "GET", new URL("https://a"));`,
  },
  {
    name: "@badgateway/oauth2-client",
    source: `import { OAuth2Client, OAuth2Fetch } from "@badgateway/oauth2-client";
const client = new OAuth2Client({ server: "https://a" });
export const fetcher = new OAuth2Fetch({ client, getNewToken: () => client.clientCredentials() });`,
  },
  {
    name: "openapi-fetch with a middleware",
    source: `import createClient from "openapi-fetch";
export const client = createClient();
client.use({ onRequest: ({ request }) => request });`,
  },
];

/** Measures what a minimal program with each package adds to a bundle. */
export async function measureSizes(): Promise<void> {
  // Inside this package, so that the imports resolve.
  const directory = await mkdtemp(fileURLToPath(new URL("../.size-", import.meta.url)));
  try {
    const rows = [];
    for (const [index, { name, source, goal, countsLazyChunks = false }] of PROGRAMS.entries()) {
      const input = join(directory, `${index}.js`);
      await writeFile(input, source);
      const size = await sizeOf(input, countsLazyChunks);
      const cells = [size.toFixed(2), goal === undefined ? "" : `goal ${goal}`];
      rows.push({ name, cells, isMet: goal === undefined ? undefined : size <= goal });
    }
    printTable("Bundle size of a minimal program, minified and gzipped, in kB", ["kB", ""], rows);
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function sizeOf(input: string, countsLazyChunks: boolean): Promise<number> {
  const bundle = await rolldown({ input, platform: "browser", logLevel: "silent" });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  await bundle.close();
  const chunks = output.filter((chunk) => chunk.type === "chunk");
  const loadedAtOnce = new Set(
    chunks.filter(({ isEntry }) => isEntry).flatMap(({ fileName, imports }) => [fileName, ...imports]),
  );
  const counted = chunks.filter(({ fileName }) => countsLazyChunks || loadedAtOnce.has(fileName));
  return counted.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0) / 1000;
}
