import { SERVER_INTERNALS } from "../../reasons.ts";
import type { Standard } from "../../statement.ts";

export const RFC_9112: Standard = {
  rfc: "rfc9112",
  title: "HTTP/1.1",
  statements: [
    {
      section: "2.2",
      keyword: "SHOULD",
      text: "A server ignores an empty line before a request.",
      unchecked: "No client in use sends one.",
    },
    {
      section: "2.2",
      keyword: "MUST",
      text: "A bare CR, or whitespace before the first field, does not change what a message means.",
    },
    {
      section: "3",
      keyword: "SHOULD",
      text: "A server accepts request lines of 8,000 octets.",
      unchecked: "The documented requests have short request lines.",
    },
    {
      section: "3",
      keyword: "MUST",
      text: "A request target that is too long gets 414.",
      checks: ["http/long-request-head"],
    },
    { section: "3.2", keyword: "MUST", text: "A request without Host, or with several, gets 400." },
    { section: "3.2.2", keyword: "MUST", text: "A server accepts a request target in absolute form." },
    {
      section: "5.1",
      keyword: "MUST",
      text: "A request with whitespace between a field name and the colon is rejected.",
    },
    {
      section: "5.2",
      keyword: "MUST",
      text: "A folded field is rejected, or the fold is replaced by spaces.",
      checks: ["http/malformed-fields"],
    },
    {
      section: "6.1",
      text: "Content-Length does not frame a message that has Transfer-Encoding.",
      checks: ["http/length-and-chunked"],
    },
    {
      section: "6.1",
      keyword: "MUST",
      text: "A server closes the connection after a request with both Transfer-Encoding and Content-Length.",
      unchecked: "Closing it prevents that the rest is taken for another request, and a check verifies that.",
    },
    {
      section: "6.1",
      keyword: "MUST NOT",
      text: "A response to an HTTP/1.0 request has no Transfer-Encoding.",
      checks: ["http/http-1.0"],
    },
    {
      section: "6.1",
      keyword: "MUST NOT",
      text: "A 1xx or 204 response has no Transfer-Encoding.",
      checks: ["responses/framing"],
    },
    {
      section: "6.2",
      keyword: "MUST NOT",
      text: "No response has both Transfer-Encoding and Content-Length.",
      checks: ["responses/framing"],
    },
    {
      section: "6.3",
      keyword: "MUST",
      text: "A request with contradictory Content-Length fields gets 400.",
      checks: ["http/two-lengths"],
    },
    {
      section: "6.3",
      text: "A message ends where its fields say.",
      checks: ["responses/framing"],
    },
    {
      section: "6.3",
      keyword: "MAY",
      text: "A server may respond with 411 to require Content-Length.",
      checks: ["token-request/json-chunked", "token-request/form-chunked"],
    },
    {
      section: "7.1",
      keyword: "MUST",
      text: "A server parses the chunked coding, and is not misled by invalid or large chunk sizes.",
    },
    {
      section: "7.1.1",
      keyword: "MUST",
      text: "A server ignores unknown chunk extensions.",
      unchecked: "Many gateways reject them, because attackers hide requests in them; no client in use sends one.",
    },
    {
      section: "7.1.2",
      keyword: "MUST NOT",
      text: "A server does not merge a trailer field such as Authorization into the header section.",
      unchecked: "The checks do not send trailers yet.",
    },
    {
      section: "9.3",
      keyword: "MUST",
      text: "A server reads the whole request or closes the connection, so that the next response belongs to the next request.",
    },
    { section: "9.3.2", keyword: "MUST", text: "Responses to pipelined requests come in their order." },
    {
      section: "9.6",
      keyword: "MUST",
      text: "A server closes a connection on which it received or sent Connection: close.",
    },
    {
      section: "9.8",
      keyword: "MUST",
      text: "A server announces the end of a TLS connection.",
      unchecked: SERVER_INTERNALS,
    },
    {
      section: "11.2",
      text: "A server and the gateway before it agree on where each request ends.",
      checks: ["http/length-and-chunked", "http/two-lengths", "http/chunk-sizes", "http/hidden-authorization"],
    },
  ],
};
