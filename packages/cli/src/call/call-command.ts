import { resource } from "@microbilt-oauth/spec/contract";
import type { Command } from "commander";
import { connect } from "../connection/connection.ts";
import { addConnectionOptions, type ConnectionOptions } from "../connection/connection-options.ts";
import { isRefusal } from "../connection/token-failure.ts";
import { CannotRun } from "../errors.ts";
import { EXIT_CODES, type Finish } from "../exit-codes.ts";
import type { Host } from "../host.ts";
import { createNodeFetch } from "../http/node-fetch.ts";
import { readData, readHeader, readMethod, readPath } from "./call-arguments.ts";
import { assertJson, type RequestBody, readRequestBody } from "./request-body.ts";
import { type Call, sendCall } from "./send-call.ts";

const HELP = `
The response's body goes to standard output as it arrives. What is wrong with it goes to standard error.

A call can cost money, so it is not repeated after a failure. The one exception is an access token that the server rejects:
the call is sent again with a new token, unless its body is longer than 1 MiB.

A GET request can have a body, as MicroBilt documents it.

Examples:
  microbilt call POST /iPredict/GetReport --data @report.json --environment sandbox
  microbilt call GET "/iPredict/GetArchiveReport?AppId={…}" --include --environment sandbox
  echo '{"RoutingNumber":"061000227"}' | microbilt call POST /ABAAcctVerification --data @- --environment sandbox

Exit codes: 0 for a status from 200 to 299; 1 for any other, for a body in which the product reports that it failed, and for
credentials that the server refused; 2 if no response arrived.`;

interface CallOptions extends ConnectionOptions {
  readonly data?: string;
  readonly header?: Readonly<Record<string, string>>;
  readonly include?: boolean;
}

/** Adds `microbilt call`. */
export function addCallCommand(program: Command, host: Host, finish: Finish): void {
  const command = program
    .command("call")
    .description("Calls a product with an access token, and prints the response.")
    .usage("[options] <method> <path>")
    .argument("<method>", "the HTTP method, such as POST")
    .argument("[path]", "the path of the call, such as /iPredict/GetReport")
    .optionsGroup("Request:")
    .option(
      "-d, --data <data>",
      "the body: text, @file, or @- for standard input; JSON unless --header says otherwise",
      readData,
    )
    .option("-H, --header <field>", 'a header field to send, as "NAME: VALUE"; repeatable', readHeader)
    .optionsGroup("Output:")
    .option("-i, --include", "print the status and the header of the response before its body");
  addConnectionOptions(command)
    .addHelpText("after", HELP)
    .action(async (method: string, path: string | undefined, options: CallOptions) => {
      const { header: headers = {} } = options;
      const request = {
        method: readMethod(method),
        path: readPath(path),
        headers: options.data === undefined ? headers : { "content-type": resource.mediaType, ...headers },
        body: await readBody(options, headers, host),
      };
      finish(await call(request, options, host));
    });
}

async function readBody(
  { data, secretFd }: CallOptions,
  headers: Call["headers"],
  host: Host,
): Promise<RequestBody | undefined> {
  if (data === undefined) {
    return undefined;
  }
  if (data === "@-" && secretFd === 0) {
    throw new CannotRun("Standard input cannot be both --data @- and --secret-fd 0: pass the secret as --secret-fd 3.");
  }
  const body = await readRequestBody(data, host);
  if (/[/+]json\b/i.test(headers["content-type"] ?? resource.mediaType)) {
    assertJson(body);
  }
  return body;
}

async function call(request: Call, { include = false, ...options }: CallOptions, host: Host): Promise<number> {
  const fetch = createNodeFetch();
  try {
    const { client } = await connect(options, host, { fetch });
    return (await sendCall(client, request, include, host)) ? EXIT_CODES.success : EXIT_CODES.failure;
  } catch (error) {
    if (!isRefusal(error)) {
      throw error;
    }
    host.stderr.write(`error: ${(error as Error).message}\n`);
    return EXIT_CODES.failure;
  } finally {
    fetch.close();
  }
}
