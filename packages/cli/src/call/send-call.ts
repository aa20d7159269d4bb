import { type MicrobiltClient, readFault } from "@microbilt-oauth/client";
import type { Host } from "../host.ts";
import type { NodeResponse } from "../http/node-response.ts";
import { createBodyCopy } from "./body-copy.ts";
import { explainFailure } from "./explain-failure.ts";
import { formatHead } from "./format-head.ts";
import { printBody } from "./print-body.ts";
import type { RequestBody } from "./request-body.ts";

/** A call of a product. */
export interface Call {
  /** The HTTP method, in upper case. */
  readonly method: string;
  /** The path, with the query. */
  readonly path: string;
  /** The header fields, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body; undefined for none. */
  readonly body: RequestBody | undefined;
}

/**
 * Sends a call, and prints its response as it arrives.
 *
 * @param client a client whose `fetch` is that of `node:http`
 * @param include whether to print the head of the response
 * @returns whether the call succeeded
 * @throws {MicrobiltError} with the codes of the client's `fetch`
 * @throws {CannotRun} if the response ends early, or cannot be printed
 */
export async function sendCall(
  client: Pick<MicrobiltClient, "fetch">,
  { method, path, headers, body }: Call,
  include: boolean,
  { stdout, stderr }: Pick<Host, "stdout" | "stderr">,
): Promise<boolean> {
  const init = { method, headers: { ...headers }, body: body as RequestInit["body"] & {}, redirect: "manual" } as const;
  const received = await client.fetch(path, body === undefined ? { ...init, body: null } : init);
  const fault = received.ok ? undefined : await readFault(received);
  // The client returns what its `fetch` returned.
  const response = received as unknown as NodeResponse;
  if (include) {
    stdout.write(formatHead(response.message));
  }
  const copy = createBodyCopy(response.headers.get("content-type"));
  await printBody(response.stream(), stdout, copy.add);
  // The prompt, or the reason of a failure, begins on a line of its own.
  if ("isTTY" in stdout && stdout.isTTY && copy.text()?.endsWith("\n") === false) {
    stdout.write("\n");
  }
  const failure = explainFailure(response, fault, copy.text());
  if (failure !== undefined) {
    stderr.write(`${failure}\n`);
  }
  return failure === undefined;
}
