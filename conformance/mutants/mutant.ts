import type { Emulator, EmulatorOptions } from "@microbilt-oauth/emulator";
import type { Contract } from "@microbilt-oauth/spec";

/** A request as it arrived. */
export interface Received {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** Repeated fields are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** What requests on the same connection share. */
  readonly connection: object;
}

export interface Answer {
  readonly status: number;
  /** One that is undefined is not sent, though it usually is. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** The server's sound behaviour, to be asked or not. */
export type Sound = (request: Received) => Promise<Answer>;

/** What a defect has to work with. */
export interface Surroundings {
  readonly contract: Contract;
  readonly emulator: Emulator;
  /** The credentials of the first application. */
  readonly credentials: { readonly clientId: string; readonly clientSecret: string };
}

/** How a server answers; "hang" and "reset" are no answers. */
export type Behaviour = (request: Received, sound: Sound) => Promise<Answer | "hang" | "reset">;

/** The emulator with one defect. */
export interface Mutant {
  /** What is broken, as a sentence. */
  readonly title: string;
  /** The check whose title names the defect. */
  readonly caughtBy: string;
  readonly emulator?: EmulatorOptions;
  /** How its address with https is. */
  readonly tls?: "old-versions" | "unknown-authority" | "plain";
  /** Makes the defect; it can keep what it remembers to itself. */
  breaking?(surroundings: Surroundings): Behaviour;
}
