/** The parts of a product's document that the emulator reads: those of the contract's document, and a few more. */
import {
  type Parameter as DocumentedParameter,
  type RequestBody as DocumentedRequestBody,
  type Schema as DocumentedSchema,
  dereference as follow,
  type OpenApiDocument,
  type Reference,
} from "@microbilt-oauth/spec";

export type { DocumentedResponse, Example, MediaType, OpenApiDocument } from "@microbilt-oauth/spec";

/** A parameter outside of the body, with what says how it is written. */
export interface Parameter extends DocumentedParameter {
  readonly required?: boolean;
  readonly style?: string;
  readonly explode?: boolean;
}

/** A body, with what says whether it can be absent. */
export interface RequestBody extends DocumentedRequestBody {
  readonly required?: boolean;
}

/** A schema, with what is needed to read a value from a string. */
export interface Schema extends DocumentedSchema {
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** Follows a reference in a document until it leads to something that is not one. */
export function dereference<T>(document: OpenApiDocument, node: unknown): T {
  return follow<T>(document, node as T | Reference);
}

/** Whether a value is an object or an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
