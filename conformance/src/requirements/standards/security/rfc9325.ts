import type { Standard } from "../../statement.ts";

export const RFC_9325: Standard = {
  rfc: "rfc9325",
  title: "Recommendations for Secure Use of TLS and DTLS",
  statements: [
    {
      section: "3.1.1",
      keyword: "MUST NOT",
      text: "A server does not negotiate SSL 2 or SSL 3.",
      unchecked: "No TLS library that is still maintained can offer them.",
    },
    { section: "3.1.1", keyword: "MUST NOT", text: "A server does not negotiate TLS 1.0 or TLS 1.1." },
    {
      section: "3.1.1",
      keyword: "MUST",
      text: "A server supports TLS 1.2.",
      unchecked:
        "A server with TLS 1.3 only is safe, and the client supports it. Without either, the run cannot start.",
    },
    {
      section: "3.1.1",
      keyword: "SHOULD",
      text: "A server supports TLS 1.3.",
      unchecked: "TLS 1.2 is safe too; nothing depends on the newer version.",
    },
    {
      section: "3.2",
      keyword: "SHOULD",
      text: "A server of browsers sends Strict-Transport-Security.",
      unchecked: "The clients of these endpoints are not browsers.",
    },
    {
      section: "3.3",
      keyword: "SHOULD",
      text: "TLS compression is off.",
      unchecked: "Node's TLS library does not offer it.",
    },
    {
      section: "3.5",
      keyword: "MUST",
      text: "Renegotiation with TLS 1.2 is secure.",
      unchecked: "Node's TLS library refuses any other.",
    },
    { section: "3.7", keyword: "MUST", text: "A server supports SNI.", checks: ["transport/certificate"] },
    {
      section: "3.10",
      keyword: "MUST NOT",
      text: "0-RTT data without protection against replay is not accepted.",
      unchecked: "Node cannot send 0-RTT data.",
    },
    {
      section: "4.1",
      keyword: "MUST NOT",
      text: "A server does not negotiate cipher suites without encryption, with less than 112 bits of security, or with RC4.",
    },
    {
      section: "4.1",
      keyword: "MUST",
      text: "A server supports and prefers cipher suites with forward secrecy.",
      unchecked: "The order in which a server prefers suites is its own business if all that it accepts are safe.",
    },
    {
      section: "4.5",
      keyword: "MUST",
      text: "Keys have at least 112 bits of security.",
      checks: ["transport/certificate"],
    },
  ],
};
