import { document, resolve } from "@microbilt-oauth/spec";
import { assert } from "@microbilt-oauth/testing";

/** The answer is the documented example, with the status of facts. */
export async function assertRefused(response: Response, status: number, example: string): Promise<void> {
  assert.equal(response.status, status);
  assert.deepEqual(await response.json(), resolve(document, `#/components/examples/${example}/value`));
}
