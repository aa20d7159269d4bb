/** The README's programs compile, run, and say what they say they do. */
import { fileURLToPath } from "node:url";
import { type ReadmePrograms, writeReadmePrograms } from "@microbilt-oauth/testing/readme";
import { afterAll, beforeAll, expect, test } from "vitest";

const MINUTE = 60_000;
let programs: ReadmePrograms;

/** Stands in for the network: nothing leaves the process. */
const NETWORK = `
import { errorCodes, servers, tokenEndpoint } from "@microbilt-oauth/spec/contract";
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const url = new URL(request.url);
  if (!Object.values(servers).includes(url.origin)) throw new Error("not MicroBilt: " + url.origin);
  if (url.pathname !== tokenEndpoint.path) {
    return request.headers.get("authorization") === "Bearer abc" ? Response.json({ score: 700 }) : new Response(null, { status: 401 });
  }
  if ((await request.text()).includes("wrong")) {
    return Response.json({ ErrorCode: errorCodes.newCredentials[0], Error: "ClientId is Invalid" }, { status: 401 });
  }
  return Response.json({ expires_in: "3599", access_token: "abc", token_type: "BearerToken", status: "approved" });
};
`;

const PRODUCT = `
export interface paths {
  "/iPredict/GetReport": {
    post: {
      requestBody: { content: { "application/json": { SSN: string } } };
      responses: { 200: { content: { "application/json": { score: number } } } };
    };
  };
}
`;

const OUTPUTS = [
  "200 { score: 700 }",
  "true",
  "true",
  "700",
  "true",
  "invalid_client 401 ClientId is Invalid",
  "a token for 3599 s",
  "{ score: 700 }",
];

beforeAll(async () => {
  const root = fileURLToPath(new URL("..", import.meta.url));
  programs = await writeReadmePrograms(root, { "network.js": NETWORK, "product.ts": PRODUCT }, "network.js");
});

afterAll(() => programs.remove());

test("there is a program for each thing the README shows", () => {
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
