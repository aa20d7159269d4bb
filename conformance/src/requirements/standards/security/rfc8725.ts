import { NO_JWT_ISSUED } from "../../reasons.ts";
import type { Standard } from "../../statement.ts";

/** These apply if the access token is a JWT. */
export const RFC_8725: Standard = {
  rfc: "rfc8725",
  title: "JSON Web Token Best Current Practices",
  statements: [
    {
      section: "3.1",
      keyword: "MUST",
      text: "Only the expected algorithms are accepted.",
      checks: ["bearer/forged-jwt"],
    },
    {
      section: "3.2",
      keyword: "SHOULD NOT",
      text: "A JWT with the algorithm none is not accepted.",
      checks: ["bearer/forged-jwt"],
    },
    {
      section: "3.3",
      keyword: "MUST",
      text: "Every signature is validated.",
      checks: ["bearer/forged-jwt", "bearer/tampered*", "bearer/cut", "bearer/longer"],
    },
    {
      section: "3.5",
      keyword: "MUST",
      text: "Keys have enough entropy.",
      unchecked: "A check would have to break the key.",
    },
    { section: "3.7", keyword: "MUST", text: "The JSON in a JWT is UTF-8.", unchecked: NO_JWT_ISSUED },
    { section: "3.8", keyword: "MUST", text: "The key belongs to the issuer.", unchecked: NO_JWT_ISSUED },
    { section: "3.9", keyword: "MUST", text: "The audience is validated.", unchecked: NO_JWT_ISSUED },
    {
      section: "3.10",
      text: "The headers kid, jku and x5u are not trusted: they can inject a query or make the server fetch an address.",
      unchecked: "The fetch goes to an address of our own, which a server on another network cannot reach.",
    },
    { section: "3.11", keyword: "SHOULD", text: "The type of a JWT is explicit.", unchecked: NO_JWT_ISSUED },
    { section: "3.12", keyword: "MUST", text: "JWTs of other kinds are not accepted.", unchecked: NO_JWT_ISSUED },
  ],
};
