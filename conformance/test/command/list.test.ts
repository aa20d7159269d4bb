import { describe, expect, test } from "vitest";
import { runCommand } from "../support/command.ts";

describe("--list", () => {
  test("shows the selected checks with their levels, and runs none", async () => {
    const { code, stdout } = await runCommand(["--list", "--only", "transport"]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^SHOULD +transport\/after-a-refusal +\w/);
    expect(stdout).toMatch(/\n\n\d+ checks\. --explain ID explains one of them\.\n$/);
    expect(stdout).not.toContain(" bearer/");
    expect(stdout).not.toContain("passed");
  });

  test("shows the checks of a client", async () => {
    const { stdout } = await runCommand(["--list", "--target", "client"]);

    expect(stdout).toMatch(/^MUST +client-requests\/json-address/);
  });
});

describe("--explain", () => {
  test("shows the level, and the statement from which it follows", async () => {
    const { code, stdout } = await runCommand(["--explain", "token-response/expires_in"]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/level +MUST/);
    expect(stdout).toMatch(/at +#\/components\/schemas\/TokenResponse\/properties\/expires_in/);
    expect(stdout).toMatch(/statement +.*seconds/);
  });

  test("shows what a check needs and sends", async () => {
    const { stdout } = await runCommand(["--explain", "bearer/revoked"]);

    expect(stdout).toMatch(/needs +resource, control/);
    expect(stdout).toMatch(/requests +at most 2 of its own/);
  });
});

describe("--help", () => {
  test("shows each default once", async () => {
    const { code, stdout, stderr } = await runCommand(["--help"]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const options = stdout.split(/\n(?= {2}-)/).filter((option) => option.startsWith("  -"));
    expect(options.length).toBeGreaterThan(15);
    for (const option of options) {
      expect(option.match(/default:/g)?.length ?? 0, option).toBeLessThanOrEqual(1);
    }
  });

  test("names the variables and the exit codes", async () => {
    const { stdout } = await runCommand(["--help"]);

    expect(stdout).toContain("MICROBILT_CLIENT_ID, MICROBILT_CLIENT_SECRET");
    expect(stdout).toContain("Exit codes: 0 the target conforms, 1 it does not conform, 2 the command could not run.");
  });
});

test("--version shows the version of the package", async () => {
  expect(await runCommand(["--version"])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
});
