/** The published packages say where they come from. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const PUBLISHED = ["spec", "packages/client", "packages/emulator", "packages/cli", "conformance"];

interface Package {
  readonly private?: boolean;
  readonly license?: string;
  readonly repository?: { readonly url: string; readonly directory?: string };
  readonly homepage?: string;
  readonly bugs?: string;
  readonly keywords?: readonly string[];
  readonly engines?: { readonly node?: string };
}

const own = await read(".");

test("the root names the repository", () => {
  expect(own.repository?.url).toMatch(/^git\+https:\/\/.+\.git$/);
  const address = own.repository?.url.replace(/^git\+|\.git$/g, "") ?? "";
  expect(own.homepage).toBe(`${address}#readme`);
  expect(own.bugs).toBe(`${address}/issues`);
});

test.each(PUBLISHED)("%s names the repository, as the root does, and its own folder", async (folder) => {
  const { repository, homepage, bugs, license } = await read(folder);
  expect(repository).toEqual({ ...own.repository, directory: folder });
  expect({ homepage, bugs, license }).toEqual({ homepage: own.homepage, bugs: own.bugs, license: own.license });
});

test.each(PUBLISHED)("%s has keywords and says which Node it needs", async (folder) => {
  const { keywords = [], engines } = await read(folder);
  expect(keywords).toContain("microbilt");
  expect(engines?.node).toMatch(/^>=\d+/);
});

async function read(folder: string): Promise<Package> {
  return JSON.parse(await readFile(join(root, folder, "package.json"), "utf8")) as Package;
}
