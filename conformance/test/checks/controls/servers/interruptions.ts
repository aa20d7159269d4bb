/** Servers that are busy now and then, and servers that lock out who guesses. */
import { setTimeout as sleep } from "node:timers/promises";
import type { MutantResponse, Mutate } from "../../../../mutants/mutant.ts";
import { parametersOf, withParameters } from "../../../../mutants/operators/token-request.ts";
import type { Control } from "../control.ts";

const JSON_FIELDS = { "content-type": "application/json" };
const HTML_FIELDS = { "content-type": "text/html; charset=UTF-8" };

/** Servers that are busy now and then. */
export const busyControls: readonly Control[] = [
  {
    title: "responds with 429 now and then, and says when to try again",
    vary: everyNth(200, { status: 429, headers: { ...JSON_FIELDS, "retry-after": "1" }, body: "{}" }),
  },
  {
    title: "responds with 503 now and then, and does not say when to try again, as during a deployment",
    vary: everyNth(100, { status: 503, headers: HTML_FIELDS, body: "<html><h1>503 Service Unavailable</h1></html>" }),
  },
  { title: "takes a while for each response", vary: delayedBy(1) },
];

/** Applications that are locked out after several wrong secrets in a row. */
export const lockoutControls: readonly Control[] = [
  {
    title: "locks an application out after 3 wrong secrets in a row",
    vary: lockingOut(3, application),
  },
  { title: "locks an address out after 5 wrong credentials in a row", vary: lockingOut(5, () => "the address") },
];

function everyNth(period: number, response: MutantResponse): Mutate {
  return () => {
    let requests = 0;
    return async (request, original) => {
      requests += 1;
      return requests % period === 0 ? response : original(request);
    };
  };
}

function delayedBy(ms: number): Mutate {
  return () => async (request, original) => {
    await sleep(ms);
    return original(request);
  };
}

/**
 * Rejects every token request after several wrong secrets in a row. It checks the credentials before anything else.
 *
 * @param keyFor what is locked out; undefined if nothing is
 */
function lockingOut(most: number, keyFor: (clientId: string, isRegistered: boolean) => string | undefined): Mutate {
  return (context) => {
    const failures = new Map<string, number>();
    return async (request, original) => {
      const { client_id, client_secret } = parametersOf(context, request) ?? {};
      const isRegistered = context.emulator.apps.list().some(({ clientId }) => clientId === client_id);
      const key = keyFor(String(client_id), isRegistered);
      if (key === undefined || !isText(client_id) || !isText(client_secret)) {
        return original(request);
      }
      const failed = failures.get(key) ?? 0;
      if (failed >= most) {
        return { status: 403, headers: JSON_FIELDS, body: '{"ErrorCode":"locked","Error":"Try again later"}' };
      }
      const [grant_type] = context.contract.grantTypes;
      const probe = await original(withParameters(context, request, { client_id, client_secret, grant_type }));
      failures.set(key, probe.status === 200 ? 0 : failed + 1);
      return original(request);
    };
  };
}

function application(clientId: string, isRegistered: boolean): string | undefined {
  return isRegistered ? clientId : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
