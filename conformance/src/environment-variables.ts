/** The environment variables that hold credentials. Reports show the variable in place of the secret. */

/** The environment variables of a process, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The client ID of the application under test. */
export const CLIENT_ID_VARIABLE = "MICROBILT_CLIENT_ID";

/** The client secret of the application under test. */
export const CLIENT_SECRET_VARIABLE = "MICROBILT_CLIENT_SECRET";

/** The client ID of the second application. */
export const SECOND_CLIENT_ID_VARIABLE = "MICROBILT_SECOND_CLIENT_ID";

/** The client secret of the second application. */
export const SECOND_CLIENT_SECRET_VARIABLE = "MICROBILT_SECOND_CLIENT_SECRET";

/** The client ID of an application whose credentials have reserved and non-ASCII characters. */
export const RESERVED_CLIENT_ID_VARIABLE = "MICROBILT_RESERVED_CLIENT_ID";

/** The client secret of that application. */
export const RESERVED_CLIENT_SECRET_VARIABLE = "MICROBILT_RESERVED_CLIENT_SECRET";

/** The access token of the request that a report shows; only reports use it. */
export const ACCESS_TOKEN_VARIABLE = "ACCESS_TOKEN";

/** A client secret that a check registered for itself; only reports use it. */
export const OTHER_CLIENT_SECRET_VARIABLE = "OTHER_SECRET";

/** A token that is not an access token; only reports use it. */
export const OTHER_TOKEN_VARIABLE = "OTHER_TOKEN";

/** The value of a header field that the user adds to each request; only reports use it. */
export function headerVariable(name: string): string {
  return `HEADER_${name.toUpperCase().replace(/[^A-Z\d]/g, "_")}`;
}
