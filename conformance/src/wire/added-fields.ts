import type { WireRequest } from "./exchange.ts";
import type { RawRequest } from "./raw-exchange.ts";

/** Header fields that the user adds to each request, by lower-case name. */
export type AddedFields = Readonly<Record<string, string>>;

/** Adds the fields that a request lacks. A request that has them all stays the same object. */
export function withFields(request: WireRequest, fields: AddedFields): WireRequest {
  return missingIn(request, fields).length === 0 ? request : { ...request, headers: { ...fields, ...request.headers } };
}

/** Adds the fields that a message lacks, after its request line. */
export function withFieldLines(request: RawRequest, fields: AddedFields): RawRequest {
  const lines = missingIn(request.origin, fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return lines.length === 0
    ? request
    : { ...request, message: request.message.replace("\r\n", () => `\r\n${lines.join("")}`) };
}

function missingIn({ headers }: WireRequest, fields: AddedFields): [name: string, value: string][] {
  return Object.entries(fields).filter(([name]) => !(name in headers));
}
