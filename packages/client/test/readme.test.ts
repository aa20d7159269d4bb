/** The programs in the README compile, run, and print what the README says. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type ReadmePrograms, writeReadmePrograms } from "@microbilt-oauth/testing/readme";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { MicrobiltErrorCode, MicrobiltEvent } from "../src/index.ts";
import { PRODUCT } from "./support/product-document.ts";

const MINUTE = 60_000;
const root = fileURLToPath(new URL("..", import.meta.url));
let programs: ReadmePrograms;

/** Replaces the network: nothing leaves the process. */
const NETWORK = `
import { errorCodes, servers, tokenEndpoint } from "@microbilt-oauth/spec/contract";
const REPORT = { MsgRsHdr: { Status: { StatusCode: 0 } }, RESPONSE: { CONTENT: { DECISION: { decision: "ACCEPT", score: 700 } } } };
const origins = [...Object.values(servers), "http://127.0.0.1:4300"];
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const url = new URL(request.url);
  if (!origins.includes(url.origin)) throw new Error("unexpected origin " + url.origin);
  if (url.pathname === "/QuotaUsedUp" || (await request.clone().text()).includes("111111111")) {
    return Response.json({ fault: { faultstring: "Rate limit quota violation.", detail: { errorcode: "policies.ratelimit.QuotaViolation" } } }, { status: 429 });
  }
  if (url.pathname !== tokenEndpoint.path) {
    const isReport = url.pathname === "/iPredict/GetReport" && (await request.clone().text()).includes("PersonInfo");
    return request.headers.get("authorization") === "Bearer abc" ? Response.json(isReport ? REPORT : { score: 700 }) : new Response(null, { status: 401 });
  }
  if ((await request.text()).includes("wrong")) {
    return Response.json({ ErrorCode: errorCodes.newCredentials[0], Error: "ClientId is Invalid" }, { status: 401 });
  }
  return Response.json({ expires_in: "3599", access_token: "abc", token_type: "BearerToken", status: "approved" });
};
`;

const OUTPUTS = [
  "200 { score: 700 }",
  "true",
  "700",
  "200",
  "ACCEPT",
  "[ 'authorization' ]\ntrue true",
  "true",
  "429 policies.ratelimit.QuotaViolation Rate limit quota violation.",
  "429 policies.ratelimit.QuotaViolation Rate limit quota violation.",
  "invalid_client 401 ClientId is Invalid",
  "new token, valid for 3599 s",
  "true",
  "200",
  "2",
];

/** Every code. A missing one is a compile error. */
const CODES: Readonly<Record<MicrobiltErrorCode, true>> = {
  invalid_argument: true,
  foreign_origin: true,
  redirected: true,
  credentials_unavailable: true,
  invalid_client: true,
  token_request_refused: true,
  rate_limited: true,
  server_error: true,
  network_error: true,
  invalid_fetch: true,
  timeout: true,
  token_expired: true,
  response_too_large: true,
  response_not_json: true,
  token_not_approved: true,
  token_type_unsupported: true,
  access_token_missing: true,
  access_token_malformed: true,
};

/** Every type of event. A missing one is a compile error. */
const EVENTS: Readonly<Record<MicrobiltEvent["type"], true>> = {
  token_request: true,
  token: true,
  token_request_failed: true,
  token_refused: true,
  store_failed: true,
};

beforeAll(async () => {
  programs = await writeReadmePrograms(root, { "network.js": NETWORK, "iPredict.ts": PRODUCT }, "network.js");
});

afterAll(() => programs.remove());

test("there is an expected output for each program", () => {
  expect(programs.count).toBe(OUTPUTS.length);
});

test("the programs compile", { timeout: MINUTE }, async () => {
  expect(await programs.compile()).toBe("");
});

test.each(OUTPUTS.map((output, index) => [index, output] as const))(
  "program %i prints %s",
  { timeout: MINUTE },
  async (index, output) => {
    const environment = { MICROBILT_CLIENT_ID: "an-id", MICROBILT_CLIENT_SECRET: "a-secret" };

    expect(await programs.run(index, environment)).toBe(output);
  },
);

test.each([
  ["error code", "Code", Object.keys(CODES)],
  ["event", "Event", Object.keys(EVENTS)],
])("the README has a row for each %s", async (_, heading, names) => {
  expect(await firstColumn(heading)).toEqual(names);
});

/** Returns the names in the first column of the table with this heading. */
async function firstColumn(heading: string): Promise<string[]> {
  const readme = await readFile(`${root}/README.md`, "utf8");
  const [, rows = ""] = new RegExp(`^\\| ${heading} .*\\n\\|[- |]+\\n((?:\\|.*\\n)+)`, "m").exec(readme) ?? [];
  return rows
    .split("\n")
    .flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, name = ""]) => name));
}
