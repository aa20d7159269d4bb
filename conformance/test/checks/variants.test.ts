/** Checks that send several variants of a token request: what they send, what they report, and what they leave open. */
import { execFileSync } from "node:child_process";
import { createCertificate } from "@microbilt-oauth/emulator/certificate";
import { describe, expect, onTestFinished, test } from "vitest";
import { serveMutant } from "../../mutants/kill/serve-mutant.ts";
import type { Mutate } from "../../mutants/mutant.ts";
import { isTokenRequest, mutateRequest, parametersOf } from "../../mutants/operators/token-request.ts";
import type { CheckContext } from "../../src/check.ts";
import { alterSecret } from "../../src/checks/server/refusals/wrong-credentials/alter-secret.ts";
import { CLIENT_SECRET_VARIABLE } from "../../src/environment-variables.ts";
import { runCatalogue, spec } from "../support/run.ts";

const certificate = await createCertificate();

/** The variable that holds the client secret, as a shell expands it. */
const secret = (operation = "") => `\${${CLIENT_SECRET_VARIABLE}${operation}}`;

describe("a check of wrong credentials", () => {
  test("sends at most two wrong secrets in a row, and a valid token request at the end", async () => {
    const sent: string[] = [];

    await runOne("refusals/json-altered-secret", (context) => (request, original) => {
      const isValid = parametersOf(context, request)?.client_secret === context.credentials.clientSecret;
      sent.push(isValid ? "valid" : "wrong");
      return original(request);
    });

    const rows = sent.join(" ").split("valid");
    expect(Math.max(...rows.map((row) => row.trim().split(" ").length))).toBe(2);
    expect(sent.at(-1)).toBe("valid");
  });

  test("names each variant that the server grants", async () => {
    const [result] = await runOne(
      "refusals/form-altered-id",
      mutateRequest((request, context) => {
        const body = request.body.toString().replace(/(client_id=\w+)x(?=&)/, "$1");
        return isTokenRequest(context, request) ? { ...request, body: Buffer.from(body) } : undefined;
      }),
    );

    expect(result?.findings.map(({ expected }) => expected)).toEqual([
      "no access token for the client_id with a character after it",
    ]);
  });

  test("proves nothing about a server that locks the application out at once", async () => {
    const [result] = await runOne("refusals/json-injected-id", (context) => {
      let isLocked = false;
      return async (request, original) => {
        const response = isLocked ? { status: 403, headers: {}, body: "" } : await original(request);
        isLocked ||= isTokenRequest(context, request) && response.status === 401;
        return response;
      };
    });

    expect(result).toMatchObject({
      outcome: "skipped",
      reason:
        "the token endpoint rejected a valid token request after 2 with wrong credentials: it seems to lock the application out",
    });
  });
});

describe("alterSecret", () => {
  test.each([
    ["cut at the end", (valid: string) => valid.slice(0, -1), "json", secret("%?")],
    ["cut at the start", (valid: string) => valid.slice(1), "json", secret("#?")],
    ["doubled", (valid: string) => valid + valid, "json", `${secret()}${secret()}`],
    ["changed at the end", (valid: string) => `${valid.slice(0, -1)}x`, "json", `${secret("%?")}x`],
    [
      "changed in the middle",
      (valid: string) => valid.replace("-", "+"),
      "json",
      `${secret("%???????")}+${secret("#???????")}`,
    ],
    ["encoded in a form", (valid: string) => `${valid}é`, "form", `${secret()}%C3%A9`],
  ] as const)("shows how a shell derives a secret that is %s", (_, alter, flow, placeholder) => {
    const { altered, hidden } = alterWith("secret-of-app", alter, flow);

    expect(hidden).toEqual([[altered, placeholder]]);
    if (flow === "json") {
      expect(expand(placeholder, "secret-of-app")).toBe(altered);
    }
  });

  test("writes a control character as the request does", () => {
    const placeholders = (["json", "form"] as const).map(
      (flow) => alterWith("a-client-secret", (valid) => `${valid}\0`, flow).hidden[0]?.[1],
    );

    expect(placeholders).toEqual([`${secret()}\\u0000`, `${secret()}%00`]);
  });

  test("does not show a secret that differs in many characters", () => {
    const { hidden } = alterWith("a-client-secret", (valid) => valid.toUpperCase(), "json");

    expect(hidden).toEqual([["A-CLIENT-SECRET", "$OTHER_SECRET"]]);
  });

  test.each([
    ["is the valid secret", "a-client-secret", (valid: string) => valid.trim()],
    ["is too short to be hidden", "secret", (valid: string) => valid.slice(0, -1)],
  ])("returns undefined if the result %s", (_, clientSecret, alter) => {
    expect(alterWith(clientSecret, alter, "json")).toEqual({ altered: undefined, hidden: [] });
  });
});

async function runOne(id: string, mutate: Mutate) {
  const target = await serveMutant(spec.contract, { mutate }, certificate);
  onTestFinished(() => target.close());
  return runCatalogue(target, (candidate) => candidate === id);
}

function alterWith(clientSecret: string, alter: (valid: string) => string, flow: "json" | "form") {
  const hidden: [secret: string, placeholder: string][] = [];
  const context: Pick<CheckContext, "hide"> = { hide: (...pair) => hidden.push(pair) };
  const credentials = { clientId: "an-id", clientSecret };
  return { altered: alterSecret(context, flow, alter, credentials), hidden };
}

function expand(placeholder: string, clientSecret: string): string {
  return execFileSync("sh", ["-c", `printf %s "${placeholder}"`], {
    env: { [CLIENT_SECRET_VARIABLE]: clientSecret },
    encoding: "utf8",
  });
}
