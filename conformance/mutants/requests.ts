import type { JsonTokenRequest } from "@microbilt-oauth/spec/types";
/** What defects look at, and change, in requests and answers. */
import type { Answer, Behaviour, Mutant, Received, Surroundings } from "./mutant.ts";

export type Flow = "json" | "form";
export type Meaning = keyof JsonTokenRequest;
export type Values = Readonly<Record<string, unknown>>;

export function isTokenRequest({ contract }: Surroundings, { path }: Received): boolean {
  return path === contract.tokenEndpoint.path;
}

/** Which flow a token request is of; undefined when it is of none. */
export function flowOf({ contract }: Surroundings, request: Received): "json" | "form" | undefined {
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  return isTokenRequest({ contract } as Surroundings, request)
    ? (["json", "form"] as const).find((flow) => contract.flows[flow].mediaType === type)
    : undefined;
}

/** The parameters of a token request, wherever they stand; undefined when it has none that can be read. */
export function parametersOf(surroundings: Surroundings, request: Received): Values | undefined {
  const flow = flowOf(surroundings, request);
  try {
    const body =
      flow === "json"
        ? JSON.parse(request.body.toString())
        : Object.fromEntries(new URLSearchParams(request.body.toString()));
    return flow && typeof body === "object" && body !== null && !Array.isArray(body)
      ? { ...Object.fromEntries(new URLSearchParams(request.query)), ...body }
      : undefined;
  } catch {
    return undefined;
  }
}

/** A token request in JSON with these parameters. */
export function withParameters({ contract }: Surroundings, request: Received, values: Values): Received {
  return {
    ...request,
    method: contract.tokenEndpoint.method,
    query: "",
    headers: { "content-type": contract.flows.json.mediaType },
    body: Buffer.from(JSON.stringify(values)),
  };
}

/** The right parameters of the first application. */
export function rightParameters({ contract, credentials }: Surroundings): Values {
  const { grantTypes } = contract;
  return {
    client_id: credentials.clientId,
    client_secret: credentials.clientSecret,
    grant_type: grantTypes[0],
  };
}

/** A defect in how parameters are read: they are changed before they are looked at. */
export function readingParameters(
  change: (values: Values, surroundings: Surroundings, flow: "json" | "form") => Values | undefined,
): (surroundings: Surroundings) => Behaviour {
  return (surroundings) => async (request, sound) => {
    const flow = flowOf(surroundings, request);
    const values = parametersOf(surroundings, request);
    const changed = flow && values && change(values, surroundings, flow);
    return sound(changed ? withParameters(surroundings, request, changed) : request);
  };
}

/** A defect in the answer to a granted token request. */
export function grantingMembers(
  change: (members: Values, surroundings: Surroundings, request: Received) => Values,
): (surroundings: Surroundings) => Behaviour {
  return (surroundings) => async (request, sound) => {
    const answer = await sound(request);
    return isGrant(surroundings, request, answer)
      ? { ...answer, body: JSON.stringify(change(JSON.parse(answer.body), surroundings, request)) }
      : answer;
  };
}

/** A defect in an answer as a whole. */
export function answering(
  change: (answer: Answer, surroundings: Surroundings, request: Received) => Answer,
): (surroundings: Surroundings) => Behaviour {
  return (surroundings) => async (request, sound) => change(await sound(request), surroundings, request);
}

/** A defect of answers to granted token requests only. */
export function granting(
  change: (answer: Answer, surroundings: Surroundings, request: Received) => Answer,
): (surroundings: Surroundings) => Behaviour {
  return answering((answer, surroundings, request) =>
    isGrant(surroundings, request, answer) ? change(answer, surroundings, request) : answer,
  );
}

export function isGrant(surroundings: Surroundings, request: Received, { status }: Answer): boolean {
  return isTokenRequest(surroundings, request) && status === 200;
}

/** Requests of some kind get this answer instead. */
export function instead(
  isMeant: (request: Received, surroundings: Surroundings) => boolean,
  answer: Answer | "hang" | "reset",
): (surroundings: Surroundings) => Behaviour {
  return (surroundings) => async (request, sound) => (isMeant(request, surroundings) ? answer : sound(request));
}

/** A refusal without a body. */
export function refusal(status: number): Answer {
  return { status, headers: {}, body: "" };
}

export function withHeaders(answer: Answer, headers: Answer["headers"]): Answer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** A parameter that is not right in some way is taken for the right one. */
export function forgiving(
  flow: Flow,
  meaning: Meaning,
  isTaken: (value: unknown, right: string) => boolean,
): NonNullable<Mutant["breaking"]> {
  return readingParameters((values, surroundings, given) => {
    const name = meaning;
    const right = rightParameters(surroundings);
    return given === flow && isTaken(values[name], String(right[name]))
      ? { ...values, [name]: right[name] }
      : undefined;
  });
}

/** What the body of a request holds; nothing when nobody can read it. */
export function bodyOf({ body, headers }: Received): Values {
  try {
    return headers["content-type"]?.includes("json")
      ? (JSON.parse(body.toString()) ?? {})
      : Object.fromEntries(new URLSearchParams(body.toString()));
  } catch {
    return {};
  }
}
