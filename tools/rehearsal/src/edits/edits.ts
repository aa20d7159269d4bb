/** An edit of the document, as a maintainer makes it, and what must follow. */
export interface Edit {
  readonly name: string;
  /** Returns the edited text of `spec/openapi.yaml`. */
  apply(text: string): string;
  /** The bump of the spec package. */
  readonly bump: "major" | "minor" | "patch";
  /** What the changelog of the spec package says, among other things. */
  readonly changelog: string;
}

/** The paths of the token endpoint, as the document names them. */
export interface TokenPaths {
  /** The path of the operation itself. */
  readonly own: string;
  /** The path of its alias. */
  readonly alias: string;
}

/** The end of the alias whose method is POST, with its source. */
const POST_ALIAS = `        Whether the server accepts them is unknown. Gateways of this family accept both by default.
      x-source: observation
`;

/** Returns the edits, in the order in which they are released. */
export function createEdits({ own, alias }: TokenPaths): readonly Edit[] {
  const other = `${alias}/Other`;
  return [
    {
      name: "an optional member is added to the token response",
      apply: (text) =>
        replace(
          text,
          `        status:
          type: string
          enum: [approved]
`,
          `        scope:
          type: string
          description: The scopes of the token, separated by spaces.
          x-source: observation
        status:
          type: string
          enum: [approved]
`,
        ),
      bump: "minor",
      changelog: "scope",
    },
    {
      name: "the token endpoint moves to its alias, and the old path stays as an alias",
      // The two paths change places. What is documented stays documented.
      apply: (text) =>
        replace(
          replace(
            replace(replace(text, `\n  ${alias}:\n`, "\n  /aside:\n"), `\n  ${own}:\n`, `\n  ${alias}:\n`),
            "\n  /aside:\n",
            `\n  ${own}:\n`,
          ),
          POST_ALIAS,
          POST_ALIAS.replace("observation", "documentation"),
        ),
      bump: "minor",
      changelog: `moved from POST ${own} to POST ${alias}; the old one stays`,
    },
    {
      name: "the old path of the token endpoint goes",
      // The forms that were observed are still described, at the other path.
      apply: (text) => replace(text, `\n  ${own}:\n`, `\n  ${other}:\n`),
      bump: "major",
      changelog: `moved from POST ${own} to POST ${other}`,
    },
    {
      name: "an error code gets another remedy",
      apply: (text) =>
        replace(
          text,
          `      summary: The access token is not allowed for this product
      x-source: observation
      x-remedy: none
`,
          `      summary: The access token is not allowed for this product
      x-source: observation
      x-remedy: new-credentials
`,
        ),
      bump: "minor",
      changelog: "reports that the credentials are wrong",
    },
    {
      name: "a typo in a description is corrected",
      apply: (text) => replace(text, "The outcome of the request.", "The outcome of the token request."),
      bump: "patch",
      changelog: "status",
    },
  ];
}

/** @throws {Error} unless the text occurs exactly once, because an edit that changes nothing proves nothing */
function replace(text: string, before: string, after: string): string {
  const count = text.split(before).length - 1;
  if (count !== 1) {
    throw new Error(`The document contains this text ${count} times instead of once:\n${before}`);
  }
  return text.replace(before, () => after);
}
