import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { servers } from "../generated/contract.ts";
import { ProductDocumentError, readProductDocument } from "../src/product/index.ts";

test.each([
  ["iPredict_6.yaml", "iPredict", "6", "/iPredict", ["/GetReport", "/GetArchiveReport"]],
  ["ABAAcctVerification_3.yaml", "ABAAcctVerification", "3", "/ABAAcctVerification", ["/"]],
  ["NadaVehiclePricing_2.json", "NadaVehiclePricing", "2", "/NadaVehiclePricing", ["/GetMake", "/GetPrice"]],
])("%s is read, whatever version of OpenAPI it is written in", async (file, title, version, basePath, paths) => {
  const source: unknown = parse(await readFile(new URL(`products/${file}`, import.meta.url), "utf8"));
  const before = structuredClone(source);

  const product = readProductDocument(source);

  expect(product).toMatchObject({ title, version, basePath });
  expect(product.document.openapi).toMatch(/^3\.1\./);
  expect(Object.keys(product.document.paths)).toEqual(paths);
  expect(source, "the caller's document").toEqual(before);
});

const host = (url: string) => new URL(url).host;

const GOOD = {
  openapi: "3.0.3",
  info: { title: "X", version: "1" },
  servers: [{ url: `${servers.sandbox}/X` }],
  paths: { "/GetReport": { post: { responses: { 200: { description: "OK" } } } } },
};

test.each<[string, unknown, string]>([
  ["a server with a trailing slash", [{ url: `${servers.production}/X/` }], "/X"],
  ["both environments", [{ url: `${servers.sandbox}/X` }, { url: `${servers.production}/X` }], "/X"],
  ["a server without a path", [{ url: servers.production }], ""],
  ["a relative server", [{ url: "/X" }], "/X"],
  ["another host beside MicroBilt's", [{ url: "https://x.p.rapidapi.com" }, { url: `${servers.production}/X` }], "/X"],
  [
    "variables",
    [
      {
        url: "https://{host}/{product}",
        variables: { host: { default: host(servers.production) }, product: { default: "X" } },
      },
    ],
    "/X",
  ],
  ["several segments", [{ url: `${servers.production}/a/b` }], "/a/b"],
])("the base path of %s", (_, servers, basePath) => {
  expect(readProductDocument({ ...GOOD, servers }).basePath).toBe(basePath);
});

test("a base path that is given takes the place of the servers", () => {
  const servers = [{ url: "https://elsewhere.test/A" }, { url: "https://elsewhere.test/B" }];

  expect(readProductDocument({ ...GOOD, servers }, { basePath: "/X/" }).basePath).toBe("/X");
  expect(readProductDocument({ ...GOOD, servers: undefined }, { basePath: "/" }).basePath).toBe("");
});

function cyclic(): unknown {
  const schema: Record<string, unknown> = { type: "object" };
  schema["properties"] = { again: schema };
  return { ...GOOD, components: { schemas: { A: schema } } };
}

const onePath = (item: object) => ({ ...GOOD, paths: { "/GetReport": item } });

test.each<[string, unknown, string | RegExp]>([
  ["no object", "openapi: 3.0.3", "must be an object with the member openapi or swagger"],
  ["an array", [GOOD], "must be an object with the member openapi or swagger"],
  ["something else", { hello: 1 }, "neither the member openapi nor swagger"],
  ["a version that does not exist", { ...GOOD, openapi: "4.0.0" }, 'or Swagger 2.0; got "4.0.0"'],
  ["no paths", { ...GOOD, paths: {} }, "has no paths"],
  ["no member paths", { ...GOOD, paths: undefined }, "has no paths"],
  ["a path without a slash", { ...GOOD, paths: { GetReport: {} } }, 'start with a slash; got "GetReport"'],
  ["no servers", { ...GOOD, servers: [] }, "has no servers, so it does not say where the product is"],
  [
    "servers of others only",
    { ...GOOD, servers: [{ url: "https://x.p.rapidapi.com/X" }] },
    `is one of MicroBilt's (${host(servers.sandbox)}, ${host(servers.production)}); it names x.p.rapidapi.com`,
  ],
  [
    "several base paths",
    { ...GOOD, servers: [{ url: `${servers.production}/A` }, { url: `${servers.production}/` }] },
    "different base paths: /A, /. Name the one to use",
  ],
  [
    "another base path at an operation",
    onePath({ post: { servers: [{ url: `${servers.production}/Y` }], responses: {} } }),
    "different base paths: /X, /Y",
  ],
  ["another base path at a path", onePath({ servers: [{ url: "/Y" }], post: {} }), "different base paths: /X, /Y"],
  ["a server that is not a URL", { ...GOOD, servers: [{ url: "https://" }] }, 'not valid: "https://"'],
  ["itself as a part", cyclic(), "more than 200 levels deep, or contains itself"],
  [
    "a reference to another file",
    { ...GOOD, components: { schemas: { A: { $ref: "common.yaml#/A" } } } },
    /refers to another file, "common\.yaml#\/A"\. Bundle it first/,
  ],
])("a document with %s is refused with what to do", (_, document, message) => {
  const read = () => readProductDocument(document);

  expect(read).toThrow(ProductDocumentError);
  expect(read).toThrow(message);
});

test.each(["iPredict", `${servers.production}/iPredict`, "//evil.test", "/a b", "/a?b", ""])(
  "the base path %j is refused",
  (basePath) => {
    expect(() => readProductDocument(GOOD, { basePath })).toThrow("must start with one slash, as in /iPredict");
  },
);

test("a member of an object that happens to be called $ref is not a reference", () => {
  const properties = { $ref: { type: "string" } };
  const document = { ...GOOD, components: { schemas: { A: { type: "object", properties, example: { $ref: "x" } } } } };

  expect(() => readProductDocument(document)).not.toThrow();
});
