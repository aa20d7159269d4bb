/** The parts of the document that the pairs edit, and the reasons that several of them have. */
import type { Node } from "./pair.ts";

export const schemas = (document: Node): Node => document.components.schemas;
export const response = (document: Node): Node => schemas(document).TokenResponse;
export const request = (document: Node): Node => schemas(document).JsonTokenRequest;
export const form = (document: Node): Node => schemas(document).FormTokenRequest;
export const token = (document: Node): Node => document.paths["/OAuth/GetAccessToken"].post;
export const product = (document: Node): Node => document.paths["/application/path"].post;
export const examples = (document: Node): Node => document.components.examples;

export function rename(object: Node, name: string, other: string): void {
  object[other] = object[name];
  delete object[name];
}

export function replaceItem(list: Node[], item: unknown, ...others: readonly unknown[]): void {
  list.splice(list.indexOf(item), 1, ...others);
}

export const IGNORED: string = "A client ignores members that it does not know.";
export const SENDS: string = "Programs send it.";
export const READS: string = "Programs read it.";
export const PROMISES: string = "The server promises more, which costs a client nothing.";
export const TEXT: string = "Nothing changes on the wire.";
