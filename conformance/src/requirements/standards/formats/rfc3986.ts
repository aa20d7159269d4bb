import type { Standard } from "../../statement.ts";

export const RFC_3986: Standard = {
  rfc: "rfc3986",
  title: "Uniform Resource Identifier (URI): Generic Syntax",
  statements: [
    {
      section: "2.1",
      text: "An octet can be percent-encoded, and the hexadecimal digits can be in either case.",
    },
    {
      section: "6.2.2.2",
      keyword: "SHOULD",
      text: "A percent-encoded unreserved character in a path is equivalent to the character.",
      checks: ["bearer/path-variants"],
    },
  ],
};
