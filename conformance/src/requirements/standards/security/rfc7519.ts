import { NO_JWT_ISSUED } from "../../reasons.ts";
import type { Standard } from "../../statement.ts";

/** These apply if the access token is a JWT. */
export const RFC_7519: Standard = {
  rfc: "rfc7519",
  title: "JSON Web Token (JWT)",
  statements: [
    { section: "4", keyword: "MUST", text: "The names of claims in a JWT are unique.", unchecked: NO_JWT_ISSUED },
    {
      section: "4.1.3",
      keyword: "MUST",
      text: "A JWT for another audience is rejected.",
      unchecked: NO_JWT_ISSUED,
    },
    { section: "4.1.4", keyword: "MUST NOT", text: "A JWT is not accepted after its expiration time." },
    { section: "4.1.5", keyword: "MUST NOT", text: "A JWT is not accepted before its nbf.", unchecked: NO_JWT_ISSUED },
    {
      section: "6",
      text: "A JWT without a signature is accepted only where something else protects it.",
      checks: ["bearer/forged-jwt"],
    },
    {
      section: "7.2",
      keyword: "MUST",
      text: "A JWT that fails validation is rejected.",
      checks: ["bearer/forged-jwt", "bearer/tampered*", "bearer/cut"],
    },
  ],
};
