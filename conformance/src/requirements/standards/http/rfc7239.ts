import type { Standard } from "../../statement.ts";

export const RFC_7239: Standard = {
  rfc: "rfc7239",
  title: "Forwarded HTTP Extension",
  statements: [{ section: "8.1", text: "A server does not rely on what a client claims in Forwarded." }],
};
