import type { FlowName } from "../run/token-requests.ts";
import type { Credentials } from "../targets/target.ts";

/** A client whose requests are looked at, instead of a server whose answers are. */
export interface Subject {
  /** Gets an access token from a server. */
  getAccessToken(server: SubjectServer): Promise<string>;
  /** Gets one and calls a path with it; gives the status of the answer. */
  call(server: SubjectServer, path: string, body: string): Promise<number>;
}

export interface SubjectServer {
  readonly baseUrl: string;
  readonly flow: FlowName;
  readonly credentials: Credentials;
}
