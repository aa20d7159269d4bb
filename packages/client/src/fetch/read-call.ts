import { check, typeName } from "../check-options.ts";
import { MicrobiltError } from "../errors.ts";
import type { FetchLike } from "../http/fetch-like.ts";
import type { Settings } from "../options.ts";
import { requestUrl } from "./request-url.ts";

/** A product call as every `fetch` accepts it: a URL and plain options, whose body can be sent again unless it is a stream. */
export interface Call {
  readonly url: string;
  readonly init: CallInit;
}

/** The options of a call. Its headers have names in lower case. */
export interface CallInit extends Omit<RequestInit, "headers"> {
  readonly headers: Record<string, string>;
}

/**
 * Reads the arguments of `fetch`. A Request of any realm or library is taken apart, because no implementation of `fetch`
 * accepts the Request of another one.
 *
 * @throws {MicrobiltError} `foreign_origin` or `invalid_argument`
 */
export function readCall(
  input: string | URL | Request,
  options: RequestInit | undefined,
  settings: Settings,
): Call | Promise<Call> {
  const url = requestUrl(isRequest(input) ? input.url : input, settings);
  const call = (init: CallInit): Call => {
    assertSendable(init, settings.fetch);
    return { url, init };
  };
  if (isRequest(options)) {
    // As in `fetch`, a Request can be passed as the options.
    return takeApart(options, true).then(call);
  }
  const init = copy(options);
  if (!isRequest(input)) {
    return call(init);
  }
  // As in `fetch`, null is no body of its own.
  const isGiven = ([name, value]: [string, unknown]) =>
    name === "headers" ? options?.headers : value !== undefined && (name !== "body" || value !== null);
  const own = Object.fromEntries(Object.entries(init).filter(isGiven));
  return takeApart(input, init.body == null).then((request) => call({ ...request, ...own }));
}

/**
 * Copies options, as `fetch` does before it returns: the caller can use the same object for the next call while this one
 * waits for a token. Inherited members count.
 */
function copy(options: RequestInit | undefined): CallInit {
  const init: Record<string, unknown> = {};
  for (const name in options) {
    init[name] = options[name as keyof RequestInit];
  }
  return Object.assign(init, { headers: readHeaders(options?.headers) });
}

/** A `Headers` object would cost more than everything else here, and not every `fetch` accepts it. */
function readHeaders(headersInit: RequestInit["headers"]): Record<string, string> {
  const given = headersInit || {};
  check(typeof given === "object", "headers must be an object, an array of pairs or Headers");
  const headers: Record<string, string> = {};
  const add = (name: string, value: string) => {
    const key = String(name).toLowerCase();
    headers[key] = Object.hasOwn(headers, key) ? `${headers[key]}, ${value}` : value;
  };
  if (Symbol.iterator in given) {
    for (const [name, value] of given as Iterable<[string, string]>) {
      add(name, value);
    }
  } else {
    for (const name of Object.keys(given)) {
      add(name, given[name] as string);
    }
  }
  return headers;
}

/** Returns whether a body can be sent only once: a stream of whatever kind. That of `form-data` only has `pipe`. */
export function isStream(body: unknown): boolean {
  const isOne = (name: string | symbol) => name in Object(body);
  return typeof body === "object" && (isOne("getReader") || isOne("pipe") || isOne(Symbol.asyncIterator));
}

function isRequest(value: unknown): value is Request {
  return typeof value === "object" && value !== null && "url" in value;
}

async function takeApart(request: Request, readsBody: boolean): Promise<CallInit> {
  const init: Record<string, unknown> = {};
  // These are the members of every implementation, and what others have added, such as a `dispatcher`.
  for (const name in request) {
    const value = name !== "body" && request[name as keyof Request];
    if (value && value !== "default" && typeof value !== "function") {
      init[name] = value;
    }
  }
  // In React Native, a Request has no member `body`.
  if (readsBody && request.body !== null && !hasUnusualBody({ body: "", method: request.method })) {
    init["body"] = await readRequestBody(request);
  }
  return Object.assign(init, { headers: readHeaders(request.headers) });
}

async function readRequestBody(request: Request): Promise<string | ArrayBuffer | undefined> {
  try {
    const bytes = await request.arrayBuffer();
    const isText = /json|text|urlencoded/i.test(request.headers.get("content-type") ?? "");
    // Mocks and logs expect a string.
    return isText ? decode(bytes) : bytes;
  } catch (cause) {
    throw new MicrobiltError("invalid_argument", "The Request must have a body that was not read before", { cause });
  }
}

/** Decodes text, unless encoding it again would change it. */
function decode(bytes: ArrayBuffer): string | ArrayBuffer {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes;
  }
}

/** A product call can cost money, so a mistake is found before it is sent. */
function assertSendable(init: CallInit, fetch: FetchLike): void {
  const { body } = init;
  check(fetch.sendsGetBodies || !hasUnusualBody(init), "fetch cannot send a GET or HEAD request with a body; use POST");
  if (body != null && typeof body !== "string") {
    check(
      !isSentByName(body),
      `body must be a string, bytes, a form or a stream; got ${typeName(body)}. Use JSON.stringify, or call the product with api()`,
    );
  }
}

/** Returns whether a request has a body that the standard `fetch` cannot send with its method. */
export function hasUnusualBody({ body, method = "GET" }: Omit<RequestInit, "headers">): boolean {
  return body != null && /^(?:get|head)$/i.test(method);
}

/** Returns whether `fetch` would send `[object Object]` or the like. Forms of React Native are objects without a type. */
function isSentByName(body: object): boolean {
  const isNamed =
    /^(?:Object|Array|Number|Boolean|Date|Function|BigInt|Symbol|Map|Set|Promise|Request|Response|Headers|Error|RegExp)$/;
  return isNamed.test(typeName(body)) && !isStream(body) && !("append" in Object(body));
}
