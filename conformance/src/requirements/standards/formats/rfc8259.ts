import type { Standard } from "../../statement.ts";

export const RFC_8259: Standard = {
  rfc: "rfc8259",
  title: "The JavaScript Object Notation (JSON) Data Interchange Format",
  statements: [
    {
      section: "2",
      text: "A JSON text is one value, with insignificant whitespace around its tokens.",
    },
    {
      section: "4",
      keyword: "SHOULD",
      text: "The names in an object are unique.",
      checks: ["token-response/unique-members", "refusals/json-repeated-members", "robustness/duplicate-members"],
    },
    {
      section: "4",
      text: "A name belongs to the object that contains it.",
      checks: ["refusals/json-nested-parameters", "refusals/inherited-parameters"],
    },
    {
      section: "4",
      text: "The order of the members has no meaning.",
      checks: ["token-request/json-order"],
    },
    { section: "7", keyword: "MAY", text: "Any character of a string may be an escape sequence." },
    {
      section: "8.1",
      keyword: "MUST",
      text: "JSON that systems exchange is UTF-8.",
      checks: [
        "token-request/json-reserved-characters",
        "token-response/charset",
        "robustness/not-utf-8",
        "responses/utf-8",
      ],
    },
    {
      section: "8.1",
      keyword: "MUST NOT",
      text: "A sender adds no byte order mark.",
      checks: ["token-response/byte-order-mark"],
    },
    {
      section: "8.1",
      keyword: "MAY",
      text: "A parser may ignore a byte order mark.",
      checks: ["robustness/byte-order-mark"],
    },
    {
      section: "8.2",
      text: "What a parser does with an unpaired surrogate is unpredictable.",
      unchecked: "Nothing is required of a server, and no response to one could be wrong except a fault.",
    },
    {
      section: "9",
      keyword: "MUST",
      text: "A parser accepts every JSON text.",
      checks: [
        "token-request/json",
        "token-request/json-whitespace",
        "token-request/json-escaped-names",
        "token-request/json-escaped-values",
        "token-request/json-order",
      ],
    },
    {
      section: "9",
      keyword: "MAY",
      text: "A parser may limit the size and the depth of texts.",
      checks: ["robustness/deep-json", "robustness/huge-body"],
    },
    {
      section: "10",
      keyword: "MUST",
      text: "A generator produces only valid JSON.",
      checks: ["token-response/media-type", "responses/media-type"],
    },
    {
      section: "11",
      text: "The media type application/json has no charset parameter.",
      checks: ["token-response/charset"],
    },
  ],
};
