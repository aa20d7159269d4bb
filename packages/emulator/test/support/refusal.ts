import { document, resolve } from "@microbilt-oauth/spec";
import { assert } from "@microbilt-oauth/testing";

/** Asserts that a response has the status, and the body of an example in the document. */
export async function assertRefusal(response: Response, status: number, example: string): Promise<void> {
  assert.equal(response.status, status);
  assert.deepEqual(await response.json(), resolve(document, `#/components/examples/${example}/value`));
}
