import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { bundleSize } from "../../src/size/bundle-size.ts";
import { sizeTable } from "../../src/size/size-table.ts";

const program = { name: "all", source: `export * from "@microbilt-oauth/client";` };

async function client(...files: readonly (readonly [name: string, code: string])[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "microbilt-size-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, "dist"));
  for (const [name, code] of files) {
    await writeFile(join(folder, "dist", name), code);
  }
  return folder;
}

test("code that is added makes the bundle larger; code that is loaded later does not", async () => {
  const word = "export const one = Math.random() + 'abcdefghijklmnopqrstuvwxyz';";
  const small = await bundleSize(program, await client(["index.js", word]));
  const large = await bundleSize(
    program,
    await client(["index.js", `${word}\nexport const two = crypto.randomUUID() + '0123456789';`]),
  );
  const later = `${word}\nexport const two = () => import("./two.js");`;
  const big = `export const text = "${Array.from({ length: 4_000 }, (_, index) => (index * 2_654_435_761) % 4_294_967_296).join("")}";`;
  const lazy = await bundleSize(program, await client(["index.js", later], ["two.js", big]));
  expect(large).toBeGreaterThan(small);
  expect(lazy).toBeLessThan(small + 200);
  expect(big.length).toBeGreaterThan(30_000);
});

test("the table shows both sizes and the change", () => {
  const table = sizeTable([
    { name: "all", before: 5000, after: 5120 },
    { name: "less", before: 5000, after: 4000 },
    { name: "new", before: undefined, after: 1000 },
  ]);
  expect(table.split("\n").slice(2)).toEqual([
    "| all | 5.00 | 5.12 | +0.12 |",
    "| less | 5.00 | 4.00 | −1.00 |",
    "| new |  | 1.00 |  |",
  ]);
});
