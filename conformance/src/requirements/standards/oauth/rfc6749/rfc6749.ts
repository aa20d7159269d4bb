import type { Standard } from "../../../statement.ts";
import { ACCESS_TOKENS } from "./access-tokens.ts";
import { CLIENTS } from "./clients.ts";
import { RESPONSES } from "./responses.ts";
import { TOKEN_ENDPOINT } from "./token-endpoint.ts";

export const RFC_6749: Standard = {
  rfc: "rfc6749",
  title: "The OAuth 2.0 Authorization Framework",
  statements: [...CLIENTS, ...TOKEN_ENDPOINT, ...RESPONSES, ...ACCESS_TOKENS],
};
