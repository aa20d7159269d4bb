import { readFile } from "node:fs/promises";
import { document } from "@microbilt-oauth/spec";
import { describe, expect, test } from "vitest";
import { findDrift, UnrelatedPageError } from "../../src/drift/find-drift.ts";
import { formatDrift } from "../../src/drift/format-drift.ts";
import { contract, htmlPage, sample, textPage } from "./documentation.ts";

const yaml = await readFile(new URL("../../../../spec/openapi.yaml", import.meta.url), "utf8");
const yamlLines = yaml.split("\n");
const { tokenEndpoint, flows, servers, grantTypes, resource } = contract;
const sandbox = new URL(servers["sandbox"] ?? "");

/** An edit of both pages, what it makes different, and what the document's line contains. */
interface Edit {
  readonly title: string;
  readonly edit: (page: string) => string;
  readonly facts: readonly string[];
  readonly says: string;
  readonly documentHas: string;
}

const edits: readonly Edit[] = [
  {
    title: "another path",
    edit: (page) => page.replaceAll(tokenEndpoint.path, "/OAuth/Other"),
    facts: ["the path of the token endpoint"],
    says: "/OAuth/Other",
    documentHas: `${tokenEndpoint.path}:`,
  },
  {
    title: "a path that the document has as an observation",
    edit: (page) => page.replaceAll(tokenEndpoint.path, tokenEndpoint.aliases[0]?.path ?? ""),
    facts: ["the path of the token endpoint"],
    says: "as an observation",
    documentHas: `${tokenEndpoint.path}:`,
  },
  {
    title: "another host of the sandbox",
    edit: (page) => page.replaceAll(sandbox.host, "apidev.microbilt.example"),
    facts: ["the host of sandbox"],
    says: "https://apidev.microbilt.example",
    documentHas: sandbox.origin,
  },
  {
    title: "a sixth member in the sample",
    edit: (page) => page.replace(/\{(\s*(?:<[^>]+>)?(?:"|&quot;)issued_at)/, '{"scope": "reports",$1'),
    facts: ["the member scope of the token response"],
    says: "The page has it",
    documentHas: "properties:",
  },
  {
    title: "a sixth member in the table",
    edit: (page) =>
      page
        .replace("issued_at |\n", "scope |\nThe scopes |\nissued_at |\n")
        .replace("<tr><td>issued_at<", "<tr><td>scope</td><td>The scopes</td></tr><tr><td>issued_at<"),
    facts: ["the member scope of the token response"],
    says: "The page has it",
    documentHas: "properties:",
  },
  {
    title: "a third media type",
    edit: (page) =>
      page
        .replace(`${flows.json.mediaType}, `, `${flows.json.mediaType}, application/xml, `)
        .replace("<br>application", "<br>application/xml<br>application"),
    facts: ["the media types of a token request"],
    says: "application/xml",
    documentHas: "content:",
  },
  {
    title: "a member removed",
    edit: (page) => page.replace(/,\s*(?:<[^>]+>)?(?:"|&quot;)status(?:"|&quot;)[^,}]*?(?=\s*\})/, ""),
    facts: ["the member status of the token response"],
    says: "The page does not have it",
    documentHas: "status:",
  },
  {
    title: "a member removed from the sample only",
    edit: (page) => page.replace(/(?:<[^>]+>)?(?:"|&quot;)token_type(?:"|&quot;)[^,}]*,/, ""),
    facts: ["the member token_type of the sample"],
    says: "The sample of the page does not have it",
    documentHas: "token_type:",
  },
  {
    title: "the unit of expires_in",
    edit: (page) => page.replace(/(number of\s+)seconds/, "$1milliseconds"),
    facts: ["the unit of expires_in"],
    says: "The page has ms; the document has s.",
    documentHas: "x-unit: s",
  },
  {
    title: "an expires_in that is a number",
    edit: (page) => page.replace(/(?:"|&#34;)3599(?:"|&#x22;)/, "3599"),
    facts: ["the value of expires_in in the sample"],
    says: "it is a number",
    documentHas: "type: string",
  },
  {
    title: "another token type",
    edit: (page) => page.replace(sample["token_type"] ?? "", "Bearer"),
    facts: ["the value of token_type in the sample"],
    says: "The page has Bearer",
    documentHas: "enum:",
  },
  {
    title: "another grant type",
    edit: (page) => page.replace(/(Supported grant type is (?:&ldquo;)?)/, "$1password_grant, "),
    facts: ["the grant types"],
    says: `The page has password_grant; the document has ${grantTypes[0]}`,
    documentHas: "enum:",
  },
  {
    title: "an optional parameter",
    edit: (page) =>
      page
        .replace("client_secret (Required)", "client_secret (Optional)")
        .replace("client_secret</td><td>Required", "client_secret</td><td>Optional"),
    facts: ["the parameter client_secret of a token request"],
    says: "On the page it is optional",
    documentHas: "required:",
  },
  {
    title: "another parameter",
    edit: (page) =>
      page
        .replace("client_id (Required) |", "scope (Required) |\nThe scopes |\nclient_id (Required) |")
        .replace("<tr><td>client_id<", "<tr><td>scope</td><td>Required</td><td>The scopes</td></tr><tr><td>client_id<"),
    facts: ["the parameter scope of a token request"],
    says: "The page has it",
    documentHas: "properties:",
  },
  {
    title: "grant_type in another place",
    edit: (page) =>
      page
        .replace(/\?grant_type=\w+/, "")
        .replace("=<CLIENT_SECRET>", `=<CLIENT_SECRET>&grant_type=${grantTypes[0]}`)
        .replace("=&lt;CLIENT_SECRET&gt;", `=&lt;CLIENT_SECRET&gt;&amp;grant_type=${grantTypes[0]}`),
    facts: [
      `the query of a token request in ${flows.form.mediaType}`,
      `the body of a token request in ${flows.form.mediaType}`,
    ],
    says: "grant_type",
    documentHas: ":",
  },
  {
    title: "another method of a call, and no longer the documented one",
    edit: (page) => page.replace("-X GET", "-X PATCH"),
    facts: ["the method of a call", "the method of a call"],
    says: "PATCH",
    documentHas: `${resource.path}:`,
  },
  {
    title: "another status",
    edit: (page) => page.replace(/Status Code( |&nbsp;)(<b>)?200/, "Status Code$1$2203"),
    facts: ["the status of the token response"],
    says: "The page has 203",
    documentHas: '"200":',
  },
  {
    title: "another authentication scheme",
    edit: (page) => page.replace(`: ${contract.bearer.scheme} `, ": DPoP "),
    facts: ["the authentication scheme"],
    says: "The page has DPoP",
    documentHas: "scheme:",
  },
];

describe.each([
  ["text", textPage],
  ["HTML", htmlPage],
])("a page in %s", (_format, page) => {
  test("that has not changed does not differ", () => {
    expect(findDrift(page, document, yaml)).toEqual([]);
  });

  test.each(edits)("differs in $title, with the lines of both", ({ edit, facts, says, documentHas }) => {
    const edited = edit(page);
    expect(edited).not.toBe(page);
    const differences = findDrift(edited, document, yaml);
    expect(differences.map(({ fact }) => fact).sort()).toEqual([...facts].sort());
    const difference = differences.find(({ message }) => message.includes(says));
    expect(difference?.document.text).toContain(documentHas);
    expect(yamlLines[(difference?.document.number ?? 0) - 1]?.trim()).toBe(difference?.document.text);
    if (difference?.page) {
      const [word = ""] = difference.page.text.match(/[\w./-]{4,}/) ?? [];
      expect(edited.split("\n")[difference.page.number - 1]).toContain(word);
    }
  });

  test("with other white space, emphasis and line ends does not differ", () => {
    const loose = page.replaceAll(" |\n", "   |\r\n\r\n").replaceAll("</td><td>", "</td>\n\n   <td>");
    expect(findDrift(loose.replaceAll("OAuth Endpoints", "\u00a0OAuth\u200b Endpoints"), document, yaml)).toEqual([]);
  });
});

test.each([
  ["an error page", "<!DOCTYPE html><html><body><h1>404</h1><p>Not found</p></body></html>"],
  ["a page about something else", "Sandbox rules\nBring your own bucket |\nand shovel |\n"],
  ["an empty file", ""],
])("%s is not compared", (_title, page) => {
  expect(() => findDrift(page, document, yaml)).toThrow(UnrelatedPageError);
});

test("a page that lost its sample and its example says so", () => {
  const cut = textPage.slice(0, textPage.indexOf("Response:"));
  expect(findDrift(cut, document, yaml).map(({ fact }) => fact)).toEqual(
    expect.arrayContaining([
      "the sample of the token response",
      "the use of an access token",
      "the unit of expires_in",
    ]),
  );
});

test("the output names the line of the page and that of the document", () => {
  const edited = textPage.replaceAll(tokenEndpoint.path, "/OAuth/Other");
  const output = formatDrift(findDrift(edited, document, yaml), "page.txt", "openapi.yaml");
  const number = yamlLines.indexOf(`  ${tokenEndpoint.path}:`) + 1;
  expect(output).toBe(
    [
      "page.txt and openapi.yaml differ in 1 place.",
      "",
      "1. The path of the token endpoint",
      `   The page has /OAuth/Other; the document has ${tokenEndpoint.path}.`,
      `   page.txt:3: Sandbox ${sandbox.origin}/OAuth/Other`,
      `   openapi.yaml:${number}: ${tokenEndpoint.path}:`,
    ].join("\n"),
  );
});
