import type { CheckContext, CheckDefinition } from "../check.ts";
import { describeResponse } from "../checks/findings.ts";
import { CLIENT_ID_VARIABLE, CLIENT_SECRET_VARIABLE } from "../environment-variables.ts";
import { CannotRun, NotApplicable } from "../errors.ts";
import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../flow.ts";
import type { ServerTarget } from "../target.ts";
import { type Exchange, NoResponse } from "../wire/exchange.ts";
import type { RunContext } from "./context.ts";
import { reportFinding } from "./reported-finding.ts";
import { NotGranted } from "./token-source.ts";

/** Not a check, but it has the same access to the server. */
const TRAITS: Pick<CheckDefinition<never>, "id"> = { id: "token-request/preflight" };

/** Why a flow was not granted. */
interface Refusal {
  readonly flow: FlowName;
  readonly error: NotApplicable;
}

/** The most requests that the preflight sends: a token request in each flow, and a call. */
export function preflightRequests({ resource }: Pick<ServerTarget, "resource">): number {
  return FLOW_NAMES.length + (resource ? 1 : 0);
}

/**
 * Finds out whether there is anything to check, before anything else is sent: requests the access tokens that the
 * checks share, and calls the resource.
 *
 * @returns the flows in which the server issued an access token
 * @throws {CannotRun} if it issued none, with what it responded and what to do about it
 */
export async function preflight(run: RunContext<CheckContext>, target: ServerTarget): Promise<readonly FlowName[]> {
  const { context } = run.forCheck(TRAITS);
  const refusals: Refusal[] = [];
  for (const flow of FLOW_NAMES) {
    const error = await refusalOf(() => context.sharedToken(flow));
    if (error) {
      refusals.push({ flow, error });
    }
  }
  if (refusals.length === FLOW_NAMES.length) {
    throw new CannotRun(describe(refusals, run, target));
  }
  if (target.resource) {
    // A call that is not accepted is a finding of the checks of calls.
    await refusalOf(() => context.validCall());
  }
  return FLOW_NAMES.filter((flow) => !refusals.some((refusal) => refusal.flow === flow));
}

async function refusalOf(request: () => Promise<unknown>): Promise<NotApplicable | undefined> {
  try {
    await request();
    return undefined;
  } catch (error) {
    if (error instanceof NotApplicable) {
      return error;
    }
    throw error;
  }
}

function describe(refusals: readonly Refusal[], run: RunContext<CheckContext>, { baseUrl }: ServerTarget): string {
  const { method, path } = run.contract.tokenEndpoint;
  const exchanges = refusals.flatMap(({ error }) => (error instanceof NotGranted ? [error.exchange] : []));
  return [
    `Nothing was checked, because ${baseUrl} issued no access token:`,
    ...refusals.map(({ flow, error }) => `  ${FLOW_LABELS[flow]} token request: ${describeRefusal(error, run)}`),
    adviceFor(exchanges[0], refusals[0]?.error, `${method} ${baseUrl}${path}`),
  ].join("\n");
}

function describeRefusal(error: NotApplicable, run: RunContext<CheckContext>): string {
  const { exchange = undefined } = error instanceof NotGranted ? error : {};
  const message = error.cause instanceof Error ? error.cause.message : error.message;
  const seen = exchange ? describeResponse(exchange) : message;
  return reportFinding({ expected: "", seen }, run).seen;
}

/** What to do about a token request that was not granted. */
function adviceFor(exchange: Exchange | undefined, error: NotApplicable | undefined, endpoint: string): string {
  if (!exchange) {
    if (error?.cause instanceof NoResponse && error.cause.malformation !== undefined) {
      return "The server does not speak HTTP/1.1, which is what the suite sends. If it accepts HTTP/2 only, enable HTTP/1.1 too.";
    }
    return error instanceof NotGranted
      ? `Check whether the base URL and the path of the token endpoint (--token-path) are right, and whether a proxy is needed (--proxy): token requests go to ${endpoint}.`
      : "The server is busy: try again later, or send fewer requests per second with --rate.";
  }
  const { status } = exchange.response;
  if (status === 400 || status === 401 || status === 403) {
    return `Check whether ${CLIENT_ID_VARIABLE} and ${CLIENT_SECRET_VARIABLE} are credentials for this server, whether a gateway needs --header or --cert, and whether the base URL and the path of the token endpoint (--token-path) are right: token requests go to ${endpoint}.`;
  }
  if (status === 503) {
    return "The server is not available: try again later.";
  }
  if (status === 502 || status === 504) {
    return `The gateway does not reach the server: token requests go to ${endpoint}.`;
  }
  if (status >= 300 && status < 400) {
    return `The server may be behind a proxy or a login page. Check whether the base URL and the path of the token endpoint (--token-path) are right: token requests go to ${endpoint}.`;
  }
  return status >= 500
    ? `The server fails on valid token requests to ${endpoint}: its log may say why.`
    : `Check whether the base URL and the path of the token endpoint (--token-path) are right: token requests go to ${endpoint}.`;
}
