/** The suite catches every defect it is meant to, by the check that names it; and every check catches something. */
import { expect, test } from "vitest";
import { catchMutants, isCaught } from "../mutants/catch.ts";
import { catalogue } from "../src/checks/catalogue.ts";
import { facts } from "./support/run.ts";

const MINUTES = 60_000;

test("every mutant is caught, and no check is suspect", { timeout: 10 * MINUTES }, async () => {
  const outcomes = await catchMutants();

  expect(outcomes.length).toBeGreaterThanOrEqual(70);
  expect(outcomes.filter((outcome) => !isCaught(outcome)).map(({ mutant }) => mutant)).toEqual([]);
  const failed = new Set(outcomes.flatMap((outcome) => outcome.failed.map(({ id }) => id)));
  expect(catalogue(facts).filter(({ id }) => !failed.has(id))).toEqual([]);
});
