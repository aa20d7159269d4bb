/** The shapes of requests that public integrations send, each over a socket, in both modes. The README has the table. */
import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { fileURLToPath } from "node:url";
import { flows, grantTypes, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../src/index.ts";
import { CLIENT_ID, CLIENT_SECRET, credentials, VALID } from "../support/requests.ts";

const [ALIAS = ""] = tokenEndpoint.aliases.map(({ path }) => path);
const JSON_TYPE = { "content-type": flows.json.mediaType };
const FORM_TYPE = { "content-type": flows.form.mediaType };
const BASIC = { authorization: `Basic ${Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString("base64")}` };
const GRANT_TYPE = { grant_type: grantTypes[0] };
const JSON_BODY = JSON.stringify(VALID);
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

const REPORT = JSON.stringify({
  MsgRqHdr: { MemberId: "member", MemberPwd: "a-member-password" },
  PersonInfo: { FirstName: "A", LastName: "B", SSN: "123456789" },
});
const ACCOUNT = JSON.stringify({ BankRoutingNumber: "123456789", BankAccountNumber: "12345" });

interface Shape {
  readonly method: string;
  readonly target: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const DOCUMENTED = "documented";
const SAME = "the product decides, not the mode";

/** A request, as the README describes it; the status in each mode; and why. */
const SHAPES: readonly (readonly [description: string, Shape, documented: number, observed: number, why: string])[] = [
  [
    "`POST` with JSON",
    { method: "POST", target: tokenEndpoint.path, headers: JSON_TYPE, body: JSON_BODY },
    200,
    200,
    DOCUMENTED,
  ],
  [
    "`POST` with a form, grant type in the query",
    {
      method: "POST",
      target: `${tokenEndpoint.path}?${form(GRANT_TYPE)}`,
      headers: FORM_TYPE,
      body: form(credentials()),
    },
    200,
    200,
    DOCUMENTED,
  ],
  [
    "`POST` with a form, grant type in the form",
    { method: "POST", target: tokenEndpoint.path, headers: FORM_TYPE, body: form({ ...credentials(), ...GRANT_TYPE }) },
    400,
    200,
    "sent by several clients",
  ],
  [
    "`POST` with HTTP Basic, grant type in the form",
    { method: "POST", target: tokenEndpoint.path, headers: { ...FORM_TYPE, ...BASIC }, body: form(GRANT_TYPE) },
    400,
    200,
    "sent by two clients",
  ],
  [
    "`GET` with JSON",
    { method: "GET", target: tokenEndpoint.path, headers: JSON_TYPE, body: JSON_BODY },
    405,
    200,
    "sent by one client",
  ],
  [
    `\`POST ${ALIAS}\` with JSON`,
    { method: "POST", target: ALIAS, headers: JSON_TYPE, body: JSON_BODY },
    404,
    200,
    "the path of six clients, and of a later edition of MicroBilt's page",
  ],
  [
    `\`POST ${ALIAS}\` with a form, grant type in the query`,
    { method: "POST", target: `${ALIAS}?${form(GRANT_TYPE)}`, headers: FORM_TYPE, body: form(credentials()) },
    404,
    200,
    "the same path",
  ],
  [
    `\`POST ${ALIAS}\` with a form, grant type in the form`,
    { method: "POST", target: ALIAS, headers: FORM_TYPE, body: form({ ...credentials(), ...GRANT_TYPE }) },
    404,
    200,
    "the same path",
  ],
  [
    `\`POST ${ALIAS}\` with HTTP Basic, grant type in the form`,
    { method: "POST", target: ALIAS, headers: { ...FORM_TYPE, ...BASIC }, body: form(GRANT_TYPE) },
    404,
    200,
    "the same path",
  ],
  [
    `\`GET ${ALIAS}\` with JSON`,
    { method: "GET", target: ALIAS, headers: JSON_TYPE, body: JSON_BODY },
    404,
    200,
    "the same path",
  ],
  [
    "`POST /iPredict/GetReport` with JSON and a member's password",
    { method: "POST", target: "/iPredict/GetReport", headers: JSON_TYPE, body: REPORT },
    200,
    200,
    SAME,
  ],
  [
    "`GET /iPredict/GetArchiveReport?AppId={…}`, the braces not encoded",
    { method: "GET", target: "/iPredict/GetArchiveReport?AppId={f8f2f1f0-0000-4000-8000-000000000001}" },
    200,
    200,
    SAME,
  ],
  [
    "`GET /NadaVehiclePricing/GetMake` with a JSON body",
    { method: "GET", target: "/NadaVehiclePricing/GetMake?year=2024", headers: JSON_TYPE, body: "{}" },
    200,
    200,
    "MicroBilt documents a `GET` with a body",
  ],
  [
    "`POST /ABAAcctVerification/`, with a trailing slash",
    { method: "POST", target: "/ABAAcctVerification/", headers: JSON_TYPE, body: ACCOUNT },
    200,
    200,
    "one trailing slash makes no difference",
  ],
  ["`GET /Integra/GetDocument/{file}`", { method: "GET", target: "/Integra/GetDocument/report.pdf" }, 200, 200, SAME],
  [
    "`POST /ComplyTraq/auth/login` with an `Authentication` header",
    {
      method: "POST",
      target: "/ComplyTraq/auth/login",
      headers: { ...JSON_TYPE, authentication: "a-product-token" },
      body: "{}",
    },
    200,
    200,
    SAME,
  ],
];

const emulators: Partial<Record<string, { readonly emulator: Emulator; readonly port: number }>> = {};

beforeAll(async () => {
  const files = ["iPredict_6.yaml", "ABAAcctVerification_3.yaml", "NadaVehiclePricing_2.json"];
  const folder = new URL("../../../../spec/test/products/", import.meta.url);
  const documents = await Promise.all(files.map(async (file) => parse(await readFile(new URL(file, folder), "utf8"))));
  const scripts = { "/Integra/GetDocument/*": { body: "a file" }, "/ComplyTraq/auth/login": { body: {} } };
  for (const compatibility of ["documented", "observed"] satisfies EmulatorOptions["compatibility"][]) {
    const emulator = createEmulator({
      apps: [{ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET }],
      products: [...documents, scripts],
      compatibility,
    });
    emulators[compatibility] = { emulator, port: (await emulator.listen()).port };
  }
});

afterAll(async () => {
  await Promise.all(Object.values(emulators).map((running) => running?.emulator.close()));
});

for (const [description, shape, documented, observed] of SHAPES) {
  for (const [mode, expected] of Object.entries({ documented, observed })) {
    test(`${description} has the status ${expected} in ${mode} mode`, async () => {
      const { emulator, port } = emulators[mode] as NonNullable<(typeof emulators)[string]>;
      const isTokenRequest = [tokenEndpoint.path, ALIAS].includes(shape.target.split("?", 1)[0] ?? "");
      const bearer = { authorization: `Bearer ${emulator.tokens.issue(CLIENT_ID)}` };
      emulator.requests.clear();
      const { status, body } = await send(
        port,
        isTokenRequest ? shape : { ...shape, headers: { ...shape.headers, ...bearer } },
      );

      expect(status, body).toBe(expected);
      expect(isTokenRequest && status === 200 ? JSON.parse(body) : { status: "approved" }).toMatchObject({
        status: "approved",
      });
      const [logged] = emulator.requests.list();
      expect(logged?.status).toBe(expected);
      expect(status === 200 || logged?.reason).toBeTruthy();
      expect(JSON.stringify(logged)).not.toMatch(/s3cret|a-member-password|a-product-token/);
    });
  }
}

test("the README has this table", async () => {
  const readme = await readFile(fileURLToPath(new URL("../../README.md", import.meta.url)), "utf8");
  const cells = readme
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

  for (const [description, , ...others] of SHAPES) {
    expect(cells).toContainEqual([description, ...others.map(String)]);
  }
  const [start = -1] = cells.flatMap((row, index) => (row[0] === SHAPES[0]?.[0] ? [index] : []));
  expect(cells.slice(start, start + SHAPES.length).map(([description]) => description)).toEqual(
    SHAPES.map(([description]) => description),
  );
  expect(SHAPES).toHaveLength(16);
});

/** Sends a request as `node:http` does, because `fetch` cannot send a GET with a body. */
function send(
  port: number,
  { method, target, headers = {}, body = "" }: Shape,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const length = body === "" ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const outgoing = request({ host: "127.0.0.1", port, method, path: target, headers: { ...headers, ...length } });
    outgoing.once("error", reject);
    outgoing.once("response", (incoming) => {
      let text = "";
      incoming.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      incoming.once("error", reject);
      incoming.once("end", () => resolve({ status: incoming.statusCode ?? 0, body: text }));
    });
    outgoing.end(body);
  });
}
