import { expect, test } from "vitest";
import { allRequirements } from "../../src/requirements/all-requirements.ts";
import { runCommand } from "../support/command.ts";

test("--requirements lists each statement with its checks, or the reason why it has none", async () => {
  const { code, stdout, stderr } = await runCommand(["--requirements"]);

  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^MicroBilt's documentation\n\d+ statements, \d+ checked, \d+ without a check\.\n/);
  expect(stdout).toContain("RFC 6749, The OAuth 2.0 Authorization Framework\n");
  expect(stdout).toContain(
    "  section 4.4.3  SHOULD NOT\n    The response contains no refresh token.\n      token-response/refresh-token\n",
  );
  expect(stdout).toMatch(/\n {6}no check: It needs a browser flow/);
  expect(stdout).toMatch(/\n\nIn total: \d+ statements, \d+ checked, \d+ without a check\.\n$/);
});

test("--requirements --json prints the same table as JSON, and nothing else", async () => {
  const { code, stdout } = await runCommand(["--requirements", "--json"]);

  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual(allRequirements());
});
