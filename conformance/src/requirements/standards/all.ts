import type { Standard } from "../statement.ts";
import { RFC_3986 } from "./formats/rfc3986.ts";
import { RFC_8259 } from "./formats/rfc8259.ts";
import { RFC_6454 } from "./http/rfc6454.ts";
import { RFC_6585 } from "./http/rfc6585.ts";
import { RFC_7239 } from "./http/rfc7239.ts";
import { RFC_9110 } from "./http/rfc9110.ts";
import { RFC_9111 } from "./http/rfc9111.ts";
import { RFC_9112 } from "./http/rfc9112.ts";
import { RFC_6749 } from "./oauth/rfc6749/rfc6749.ts";
import { RFC_6750 } from "./oauth/rfc6750.ts";
import { RFC_9700 } from "./oauth/rfc9700.ts";
import { RFC_7519 } from "./security/rfc7519.ts";
import { RFC_8725 } from "./security/rfc8725.ts";
import { RFC_9325 } from "./security/rfc9325.ts";

/** The standards that apply to a token endpoint of the client credentials grant and to an API that accepts bearer tokens. */
export const STANDARDS: readonly Standard[] = [
  RFC_6749,
  RFC_6750,
  RFC_7519,
  RFC_8725,
  RFC_9700,
  RFC_9110,
  RFC_9111,
  RFC_9112,
  RFC_6585,
  RFC_7239,
  RFC_8259,
  RFC_3986,
  RFC_6454,
  RFC_9325,
];
