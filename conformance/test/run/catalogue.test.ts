import { describe, expect, test } from "vitest";
import { GROUPS } from "../../src/check.ts";
import { requirementAt } from "../../src/requirement.ts";
import { checksFor, findCheck } from "../../src/run/catalogue.ts";
import { spec } from "../support/run.ts";

const checks = [...checksFor(spec, "server"), ...checksFor(spec, "client")];

describe("the checks", () => {
  test("have the ids that results.schema.json promises to keep", async () => {
    const ids = checks.map(({ id }) => id).sort();

    await expect(`${ids.join("\n")}\n`).toMatchFileSnapshot("check-ids.txt");
  });

  test("have an id and a title of their own", () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    expect(new Set(checks.map(({ title }) => title)).size).toBe(checks.length);
  });

  test("come group by group, so that reports can list them in the order in which they run", () => {
    const groups = checks.map(({ id }) => id.split("/")[0]);
    const inOrder = groups.filter((group, index) => group !== groups[index - 1]);

    expect(inOrder).toEqual(GROUPS);
  });

  test("name a place in the document, or a section of a standard", () => {
    const levels = checks.map(({ requirement }) => requirementAt(spec.document, requirement).level);

    expect(new Set(levels)).toEqual(new Set(["MUST", "SHOULD", "INFO"]));
  });

  test("follow the document: a new required member brings a check", () => {
    const document = structuredClone(spec.document) as unknown as {
      components: { schemas: Record<string, { required: string[]; properties: Record<string, object> }> };
    };
    const { required, properties } = document.components.schemas["TokenResponse"] ?? { required: [], properties: {} };
    required.push("scope");
    Object.assign(properties, { scope: { type: "string", "x-source": "documentation" } });

    const ids = checksFor({ ...spec, document: document as never }, "server").map(({ id }) => id);

    expect(ids).toContain("token-response/scope");
    expect(ids).toHaveLength(checksFor(spec, "server").length + 1);
  });
});

describe("findCheck", () => {
  test("finds a check by its id", () => {
    expect(findCheck("token-request/json")).toMatchObject({ id: "token-request/json" });
  });

  test("rejects an unknown id", () => {
    expect(() => findCheck("nonsense")).toThrow('Unknown check "nonsense". --list shows all checks.');
  });

  test("suggests the id that is spelled most like an unknown one", () => {
    expect(() => findCheck("bearer/expird")).toThrow('Unknown check "bearer/expird". Did you mean bearer/expired?');
  });

  test("says how to list the checks of a group", () => {
    expect(() => findCheck("bearer")).toThrow('"bearer" is a group of checks, not a check. --list --only bearer');
  });
});
