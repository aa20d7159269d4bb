import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/checks/server/catalogue.ts";
import { planRun } from "../../src/run/plan.ts";
import { POLITE, type ServerTarget } from "../../src/target.ts";
import { spec } from "../support/run.ts";

const target: ServerTarget = {
  kind: "server",
  name: "url",
  title: "a server",
  baseUrl: "https://server.test",
  credentials: { clientId: "an-id", clientSecret: "a-secret" },
  resource: { method: "POST", path: "/resource" },
  lacks: {},
  limitations: {},
  deadline: 1_000,
  pace: POLITE,
};

describe("the plan of a run", () => {
  test("adds up the requests of the checks that will run, and of the preflight", () => {
    const checks = [{ requests: 3, wrongSecrets: 2 }, { needs: ["tls"] as const }, {}];

    expect(planRun(checks, { ...target, lacks: { tls: "no https" } })).toEqual({
      checks: 2,
      requests: 3 + 1 + 3,
      wrongSecrets: 2,
      duration: 7 * POLITE.interval,
    });
  });

  test("of all checks is within the budget, so that none of them is skipped for lack of it", () => {
    const unlimited = { ...POLITE, budget: Number.MAX_SAFE_INTEGER };

    expect(planRun(catalogue(spec), { ...target, pace: unlimited }).requests).toBeLessThanOrEqual(POLITE.budget);
  });
});
