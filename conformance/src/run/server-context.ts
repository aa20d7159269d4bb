import type { Agent as HttpAgent } from "node:http";
import type { CheckContext } from "../check.ts";
import type { Spec } from "../document/spec.ts";
import {
  CLIENT_SECRET_VARIABLE,
  headerVariable,
  RESERVED_CLIENT_SECRET_VARIABLE,
  SECOND_CLIENT_SECRET_VARIABLE,
} from "../environment-variables.ts";
import type { ServerTarget } from "../target.ts";
import type { Waiting } from "../waiting.ts";
import { createAgent } from "../wire/agent.ts";
import { createControl } from "../wire/control.ts";
import type { Exchange, WireRequest } from "../wire/exchange.ts";
import { createRecorder } from "../wire/recorder.ts";
import { createRedactor, type Redactor } from "../wire/redactor.ts";
import type { CheckRecord, CheckTraits, RunContext } from "./context.ts";
import type { CountingRules } from "./outcome.ts";
import { createRequestSender } from "./request-sender.ts";
import { createTokenSource } from "./token-source.ts";
import { createValidCalls } from "./valid-calls.ts";

/** A check with a known limitation may get no response. This is long enough to notice. */
const LIMITED_DEADLINE_IN_MS = 500;

/** Creates what the checks of a server share in a run. */
export function createServerContext(
  spec: Spec,
  target: ServerTarget,
  seed: number,
  rules: CountingRules,
  waiting: Waiting | undefined,
): RunContext<CheckContext> {
  const redactor = redactorFor(spec, target);
  const recorder = createRecorder();
  const sender = createRequestSender(target, redactor, recorder);
  const tokens = createTokenSource(target, spec.contract);
  const control = createControl(target.controlUrl);
  const validCalls = createValidCalls();

  function forCheck({ id, baseline, expectsBusyServer, runsAlways }: CheckTraits): CheckRecord<CheckContext> {
    const deadline = id in target.limitations ? LIMITED_DEADLINE_IN_MS : target.deadline;
    const options = { deadline, expectsBusyServer, runsAlways };
    // What the checks share belongs to the run, not to the check that happens to need it first.
    const sendShared = (request: WireRequest) => sender.send(request, { deadline: target.deadline });
    const notes: string[] = [];
    let requests = 0;
    const send = (request: WireRequest, agent?: HttpAgent) => {
      requests += 1;
      return sender.send(request, { ...options, agent });
    };
    const context: CheckContext = {
      ...spec,
      target,
      seed,
      send: (request) => send(request),
      sendRaw: (request) => {
        requests += 1;
        return sender.sendRaw(request, options);
      },
      sendOnOneConnection: (all) => withAgent(target, (agent) => sendInTurn(all, (request) => send(request, agent))),
      sharedToken: (flow) => tokens.shared(flow, sendShared),
      validCall: () => validCalls(context, sendShared),
      exchanges: recorder.exchanges,
      malformedResponses: recorder.malformedResponses,
      requestToken: (flow, change = {}) => tokens.request(flow, change, send),
      control,
      waiting,
      hide: (secret, placeholder) => redactor.hide(secret, placeholder),
      note: (text) => notes.push(text),
    };
    return {
      context,
      async prepare() {
        if (baseline === "call") {
          await context.validCall();
        } else if (baseline) {
          await context.sharedToken(baseline);
        }
      },
      notes,
      get requests() {
        return requests;
      },
    };
  }

  return {
    ...spec,
    target,
    seed,
    rules,
    waiting,
    get requests() {
      return sender.requests;
    },
    redact: (data) => redactor.redact(data),
    split: (text) => redactor.split(text),
    forCheck,
  };
}

function redactorFor(
  { document }: Pick<Spec, "document">,
  { credentials, secondCredentials, reservedCredentials, headers = {} }: ServerTarget,
): Redactor {
  // The words of the document appear in every report.
  const redactor = createRedactor(JSON.stringify(document));
  redactor.hide(credentials.clientSecret, `$${CLIENT_SECRET_VARIABLE}`);
  redactor.hide(secondCredentials?.clientSecret ?? "", `$${SECOND_CLIENT_SECRET_VARIABLE}`);
  redactor.hide(reservedCredentials?.clientSecret ?? "", `$${RESERVED_CLIENT_SECRET_VARIABLE}`);
  for (const [name, value] of Object.entries(headers)) {
    redactor.hide(value, `$${headerVariable(name)}`);
  }
  return redactor;
}

async function withAgent<T>(target: ServerTarget, use: (agent: HttpAgent) => Promise<T>): Promise<T> {
  const agent = createAgent(new URL(target.baseUrl).protocol, target, true);
  try {
    return await use(agent);
  } finally {
    agent.destroy();
  }
}

async function sendInTurn(
  requests: readonly WireRequest[],
  send: (request: WireRequest) => Promise<Exchange>,
): Promise<readonly Exchange[]> {
  const exchanges: Exchange[] = [];
  for (const request of requests) {
    exchanges.push(await send(request));
  }
  return exchanges;
}
