import type { ServerOptions } from "node:http";
import type { Emulator, EmulatorOptions } from "@microbilt-oauth/emulator";
import type { Contract } from "@microbilt-oauth/spec";

/** The emulator with one deliberate defect. */
export interface Mutant {
  /** The defect, as a sentence about the server. */
  readonly title: string;
  /** The id of the check that must fail, at MUST or SHOULD. */
  readonly killedBy: string;
  /** The ids of INFO checks that must fail too. A failed INFO check is only recorded, so it cannot kill a mutant alone. */
  readonly notedBy?: readonly string[];
  /** The ids of checks that must run first, because the defect appears only after their requests. */
  readonly after?: readonly string[];
  /** The options of the emulator that is mutated. */
  readonly emulator?: EmulatorOptions;
  /** The defect of the https listener. */
  readonly tls?: "old-versions" | "unknown-authority" | "plain" | "weak-ciphers";
  /** How `node:http` parses requests. */
  readonly http?: Pick<ServerOptions, "insecureHTTPParser" | "maxHeaderSize" | "requireHostHeader">;
  /** Rewrites the bytes of a request before `node:http` parses them. */
  readonly rewrite?: Rewrite;
  /** Creates the mutated handler. Without it, the original handles every request. */
  readonly mutate?: Mutate;
}

/**
 * Rewrites what arrives first on a connection, one character per byte. A server with such a defect reads a message that
 * `node:http` would reject. Undefined discards it, so that the server never responds.
 */
export type Rewrite = (message: string) => string | undefined;

/** Creates a mutated handler. A defect that depends on earlier requests keeps its state in the closure. */
export type Mutate = (context: MutantContext) => MutantHandler;

/** What a mutation can read and change beside the request. */
export interface MutantContext {
  readonly contract: Contract;
  readonly emulator: Emulator;
  /** The credentials of the first application. */
  readonly credentials: { readonly clientId: string; readonly clientSecret: string };
}

/** Handles a request with the defect. */
export type MutantHandler = (request: MutantRequest, original: OriginalHandler) => Promise<MutantOutcome>;

/** A response; "hang" sends none, and "reset" resets the connection. */
export type MutantOutcome = MutantResponse | "hang" | "reset";

/** The handler without the defect. */
export type OriginalHandler = (request: MutantRequest) => Promise<MutantResponse>;

/** A request as it arrived. */
export interface MutantRequest {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** By lower-case name; the values of a repeated field are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Identifies the connection: requests on the same connection share it. */
  readonly connection: object;
}

/** The response to send. */
export interface MutantResponse {
  readonly status: number;
  /** A field that is undefined is not sent, even if Node would add it. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** How the body is encoded; with `latin1`, each character is a byte. @default "utf8" */
  readonly encoding?: "utf8" | "latin1";
}
