import type { Check, CheckContext } from "../../../check.ts";
import { NotApplicable } from "../../../errors.ts";
import { jsonBody, type WireResponse } from "../../../wire/exchange.ts";
import type { RecordedExchange } from "../../../wire/recorder.ts";
import { charsetOf, mediaTypeOf } from "../header-fields.ts";
import { everyResponse, findingsOf, isOwn, type Sighting } from "./every-response.ts";

/** A server may close the connection while a longer body is on its way, and the response can be lost with it. */
const LONG_BODY = 64 * 1024;

/** The content of every response, and where it ends. */
export function contentChecks(): Check[] {
  return [
    everyResponse({
      name: "utf-8",
      title: "The body of each response is valid UTF-8, unless Content-Type names another charset",
      requirement: "rfc8259#8.1",
      expected: "a body in UTF-8",
      inspect:
        () =>
        ({ response }) =>
          response.isUtf8 === false && isText(response) ? "a body that is not valid UTF-8" : undefined,
    }),
    everyResponse({
      name: "content-type",
      title: "Each response with a body has Content-Type",
      requirement: "rfc9110#8.3",
      expected: "a Content-Type",
      inspect:
        () =>
        ({ response }) =>
          response.body !== "" && mediaTypeOf(response) === "" ? "a body without Content-Type" : undefined,
    }),
    everyResponse({
      name: "media-type",
      title: "The body of each response is what its Content-Type says",
      requirement: "rfc9110#8.3",
      expected: "a body of the media type that Content-Type names",
      inspect: () => inspectMediaType,
    }),
    everyResponse({
      name: "allow",
      title: "Allow in a response with 405 does not list the method of the request",
      requirement: "rfc9110#10.2.1",
      expected: "an Allow without the method of the request",
      inspect:
        () =>
        ({ request: { method }, response: { status, headers } }) => {
          const { allow = "" } = headers;
          const isListed = status === 405 && allow.split(/[\s,]+/).includes(method);
          return isListed ? `Allow: ${allow} in response to ${method}` : undefined;
        },
    }),
    {
      id: "responses/framing",
      title: "Each response ends where its header fields say, and nothing follows it",
      requirement: "rfc9112#6.3",
      requests: 0,
      run: async (context) => findingsOf("a complete response and nothing after it", malformations(context)),
    },
  ];
}

/** Formats that are text, and not only bytes that a program reads, such as a PDF. */
const TEXT = /^text\/|\b(?:json|xml|javascript)\b|urlencoded/;

function isText(response: WireResponse): boolean {
  const charset = charsetOf(response);
  const mediaType = mediaTypeOf(response);
  return (mediaType === "" || TEXT.test(mediaType)) && (charset === undefined || charset === "utf-8");
}

function inspectMediaType({ response, isCut }: RecordedExchange): string | undefined {
  const mediaType = mediaTypeOf(response);
  const { body } = response;
  if (body === "" || isCut) {
    return undefined;
  }
  const isJson = jsonBody(response) !== undefined;
  if (/^application\/(?:[\w.-]+\+)?json$/.test(mediaType)) {
    return isJson ? undefined : `Content-Type: ${mediaType} with the body ${body}`;
  }
  return /html|xml/.test(mediaType) && isJson && /^\s*[[{]/.test(body)
    ? `Content-Type: ${mediaType} with the body ${body}`
    : undefined;
}

function malformations({ target, exchanges, malformedResponses }: CheckContext): Sighting[] {
  if (exchanges.length + malformedResponses.length === 0) {
    throw new NotApplicable("the run has received no response yet");
  }
  const incomplete = malformedResponses.map(({ request, problem }) => ({ seen: problem, exchange: { request } }));
  const complete = exchanges.flatMap((exchange) => {
    const seen = exchange.response.malformation;
    return seen === undefined ? [] : [{ seen, exchange }];
  });
  return [...incomplete, ...complete].filter(
    ({ exchange: { request } }) => isOwn(target, request) && (request.body ?? "").length < LONG_BODY,
  );
}
