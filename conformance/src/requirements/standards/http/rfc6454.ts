import type { Standard } from "../../statement.ts";

export const RFC_6454: Standard = {
  rfc: "rfc6454",
  title: "The Web Origin Concept",
  statements: [
    {
      section: "8.3",
      text: "Browsers attach cookies and other credentials to requests of every origin, so a server lets only origins that it trusts read the responses. The Fetch standard says how, with CORS.",
    },
  ],
};
