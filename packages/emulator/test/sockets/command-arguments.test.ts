/** What the command says about its arguments. */
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { runCommand } from "../support/command.ts";

const PACKAGE_JSON = fileURLToPath(new URL("../../package.json", import.meta.url));

const PRODUCT = fileURLToPath(new URL("../../../../spec/test/products/NadaVehiclePricing_2.json", import.meta.url));

/** Listens on a port until the end of the test, unless something else already does. */
async function occupy(port: number): Promise<number> {
  const server = createServer().listen(port, "127.0.0.1");
  onTestFinished(() => {
    server.close();
  });
  const isListening = await once(server, "listening").catch(({ code }) => code);
  expect(isListening === "EADDRINUSE" || server.listening).toBe(true);
  return server.listening ? (server.address() as AddressInfo).port : port;
}

test.each(["--port", "--control-port"])("a %s that is in use is one line, which names the option", async (option) => {
  const port = await occupy(0);
  const others = option === "--port" ? [] : ["--port", "0"];
  const { code, stderr } = await runCommand(option, String(port), ...others);

  expect(code).toBe(2);
  expect(stderr).toBe(`Port ${port} is in use. Pass another port with ${option}, or ${option} 0 for any free port.\n`);
});

test("without --port, the port is 4300", async () => {
  await occupy(4300);
  const { code, stderr } = await runCommand();

  expect(code).toBe(2);
  expect(stderr).toContain("Port 4300 is in use. Pass another port with --port, or --port 0");
});

test("an address of another machine is one line", async () => {
  const { code, stderr } = await runCommand("--host", "192.0.2.1", "--port", "0");

  expect(code).toBe(2);
  expect(stderr).toMatch(/^Cannot listen on 192\.0\.2\.1:0: .*EADDRNOTAVAIL.*\n$/);
});

test.each([
  [["--port", "x"], "argument 'x' is invalid. It must be an integer from 0 to 65535."],
  [["--port", "65536"], "argument '65536' is invalid. It must be an integer from 0 to 65535."],
  [["--control-port", "-1"], "argument '-1' is invalid. It must be an integer from 0 to 65535."],
  [["--app", "mine"], "--app must be an id and a secret with a colon between them, such as --app my-id:my-secret"],
  [["--app", ":hidden"], "--app must be an id and a secret with a colon between them"],
  [["--app", "mine:"], "--app must be an id and a secret with a colon between them"],
  [["--expires-in", "0"], "argument '0' is invalid. It must be a positive number of seconds."],
  [["--compatibility", "strict"], "Allowed choices are documented, observed."],
  [["--openapi", "/nowhere/openapi.yaml"], "Cannot read /nowhere/openapi.yaml: "],
  [["--openapi", PACKAGE_JSON], "document must be an OpenAPI 3.1 or 3.2 document"],
  [["--token-path", "tokens"], 'tokenPath must be a path, which starts with a slash; got "tokens"'],
  [["--product", "/nowhere/iPredict.yaml"], "Cannot read /nowhere/iPredict.yaml: "],
  [["--product", PACKAGE_JSON], "package.json: The product's document cannot be used. The document has neither"],
  [["--product", `a=${PRODUCT}`], "Cannot read a="],
  [["--product", `/a?=${PRODUCT}`], "The base path must start with one slash"],
  [["--products", PACKAGE_JSON], 'package.json: path of a product must be a path such as "/iPredict/GetReport"'],
  [["--products", PRODUCT], "got an OpenAPI document; pass it with --product"],
  [["--products", "/nowhere/answers.json"], "Cannot read /nowhere/answers.json: "],
  [["--nonsense"], "unknown option '--nonsense'"],
  [["start"], "too many arguments"],
])("exits with 2 for %j: %s", async (args, message) => {
  const { code, stderr } = await runCommand(...args);

  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain("    at ");
});

test.each([[["--app", ":s3cret"]], [["--app", "s3cret"]], [["--aap=my-id:s3cret"]], [["--aap", "my-id:s3cret"]]])(
  "the error for %j does not show the secret",
  async (args) => {
    const { code, stderr } = await runCommand(...args);

    expect(code).toBe(2);
    expect(stderr).toMatch(/--app must be|unknown option '--aap'/);
    expect(stderr).not.toContain("s3cret");
  },
);

test("a product's document without servers needs a base path, and the message says how to pass it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "emulator-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "product.json");
  await writeFile(file, JSON.stringify({ openapi: "3.1.0", info: {}, paths: { "/a": {} } }));
  const { code, stderr } = await runCommand("--product", file);

  expect(code).toBe(2);
  expect(stderr).toContain(`Name its base path. Pass --product /path=${file}`);
});

test.each([
  ["is empty", "", "document must be an OpenAPI 3.1 or 3.2 document"],
  ["is neither YAML nor JSON", "a: [", "is neither YAML nor JSON: "],
])("exits with 2 for a document that %s", async (_, text, message) => {
  const folder = await mkdtemp(join(tmpdir(), "emulator-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "document.yaml");
  await writeFile(file, text);
  const { code, stderr } = await runCommand("--openapi", file);

  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test("--help lists every option, each with at most one default", async () => {
  const { stdout } = await runCommand("--help");
  const options = [...stdout.matchAll(/^ +(?:-\w, )?(--[\w-]+)(?:.|\n(?! +-|\n))*/gm)];

  expect(options.map(([, name]) => name)).toEqual([
    "--version",
    "--port",
    "--host",
    "--app",
    "--product",
    "--products",
    "--token-path",
    "--expires-in",
    "--reuse-tokens",
    "--compatibility",
    "--https",
    "--openapi",
    "--control-port",
    "--verbose",
    "--help",
  ]);
  for (const [description] of options) {
    expect(description.match(/default:/g) ?? [], description).toHaveLength(
      /--(?:port|host|app|token-path|expires-in|compatibility|openapi) /.test(description) ? 1 : 0,
    );
  }
  expect(stdout.replaceAll(/\s+/g, " ")).toContain("(default: 4300)");
});

test("--version prints the version of the package", async () => {
  const { stdout } = await runCommand("--version");

  expect(stdout).toBe(`${packageJson.version}\n`);
});
