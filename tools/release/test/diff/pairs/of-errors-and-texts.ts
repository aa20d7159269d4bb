import { examples, response, schemas, TEXT, token } from "./document-parts.ts";
import type { Pair } from "./pair.ts";

export const otherPairs: readonly Pair[] = [
  {
    edit: "an error code changes",
    apply: (d) => (examples(d).QuotaExceeded.value.fault.detail.errorcode = "policies.quota.Exceeded"),
    class: "breaking",
    why: "Programs compare it.",
    says: [
      /^The code of the error QuotaExceeded changed from policies\.ratelimit\.QuotaViolation to policies\.quota\.Exceeded\.$/,
    ],
  },
  {
    edit: "an error gets another remedy",
    apply: (d) => (examples(d).ProductNotAllowed["x-remedy"] = "new-credentials"),
    class: "compatible",
    why: "The client does this itself, so that no program must change.",
    says: [
      /^After keymanagement\.service\.InvalidAPICall.* reports that the credentials are wrong; before, it returns the error\.$/,
    ],
    client: "minor",
  },
  {
    edit: "an error is added",
    apply: (d) => {
      examples(d).Revoked = {
        "x-source": "observation",
        "x-remedy": "new-token",
        value: { fault: { faultstring: "Revoked", detail: { errorcode: "oauth.v2.Revoked" } } },
      };
    },
    class: "compatible",
    why: "A client treats an error that it does not know by its status.",
    says: [
      /^The error oauth\.v2\.Revoked \(Revoked\) is known: a client obtains a new token and sends the call again\.$/,
    ],
    client: "minor",
  },
  {
    edit: "the text of an error changes",
    apply: (d) => (examples(d).QuotaExceeded.value.fault.faultstring = "Too many requests"),
    class: "editorial",
    why: "Programs read the code, and people the text.",
    says: [/^The value of the example QuotaExceeded changed\.$/],
  },
  {
    edit: "the source of a member changes",
    apply: (d) => (response(d).properties.status["x-source"] = "observation"),
    class: "editorial",
    why: "Who says so changes nothing on the wire; it changes how strictly the suite checks it.",
    says: [/^The source of status of TokenResponse changed from documentation to observation\.$/],
  },
  {
    edit: "a description changes",
    apply: (d) => (response(d).properties.status.description = "The outcome of the token request."),
    class: "editorial",
    why: TEXT,
    says: [/^The description of status of TokenResponse changed\.$/],
  },
  {
    edit: "a summary changes",
    apply: (d) => (token(d).summary = "Get a token"),
    class: "editorial",
    why: TEXT,
    says: [/^The summary of POST \/OAuth\/GetAccessToken changed\.$/],
  },
  {
    edit: "the title of the document changes",
    apply: (d) => (d.info.title = "OAuth of MicroBilt"),
    class: "editorial",
    why: TEXT,
    says: [/^The title of the document changed\.$/],
  },
  {
    edit: "an example changes",
    apply: (d) => (examples(d).TokenResponse.value.expires_in = "1800"),
    class: "editorial",
    why: "It shows what is possible, and restricts nothing.",
    says: [/^The value of the example TokenResponse changed\.$/],
  },
  {
    edit: "white space in a description changes",
    apply: (d) => (d.info.description = d.info.description.replaceAll("\n", "\n ")),
    class: undefined,
    why: "White space means nothing.",
    says: [],
  },
  {
    edit: "the version of the document changes",
    apply: (d) => (d.info.version = "9.9.9"),
    class: undefined,
    why: "The version follows from the other changes.",
    says: [],
  },
  {
    edit: "a schema is moved into a component",
    apply: (d) => {
      schemas(d).Fault = schemas(d).GatewayFault.properties.fault;
      schemas(d).GatewayFault.properties.fault = { $ref: "#/components/schemas/Fault", "x-source": "observation" };
    },
    class: undefined,
    why: "A reference is the same as what it refers to.",
    says: [],
  },
  {
    edit: "the members of an object are listed in another order",
    apply: (d) => (response(d).properties = Object.fromEntries(Object.entries(response(d).properties).reverse())),
    class: undefined,
    why: "JSON objects have no order.",
    says: [],
  },
  {
    edit: "an extension is added that nobody knows",
    apply: (d) => (response(d).properties.status["x-rate"] = 5),
    class: "compatible",
    why: "No comparison knows what this means.",
    says: [/^x-rate of status of TokenResponse changed\.$/],
  },
  {
    edit: "an example is removed",
    apply: (d) => delete examples(d).MessageFailure,
    class: "editorial",
    why: "It shows what is possible, and restricts nothing.",
    says: [/^The example MessageFailure was removed\.$/],
  },
];
