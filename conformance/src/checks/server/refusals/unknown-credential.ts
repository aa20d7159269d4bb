/** A client id and a client secret that no application has. */
export const UNKNOWN_CREDENTIAL = "not-a-credential-of-any-application";
