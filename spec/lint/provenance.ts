/** A Redocly rule: every statement of the document says where it comes from. */

/** MicroBilt's documentation, practice, or a section of an RFC. */
const SOURCE = /^(?:documentation|observation|rfc\d+#\d+(?:\.\d+)*)$/;

interface Problem {
  message: string;
  location: unknown;
}

/** The part of Redocly's visitor context that the rule uses. */
interface Context {
  report(problem: Problem): void;
  location: { child(path: string[]): unknown; key(): unknown };
}

type Node = Record<string, unknown>;

function requireSource(what: string) {
  return (node: Node, { report, location }: Context): void => {
    const source = node["x-source"];
    if (source === undefined) {
      report({
        message: `This ${what} does not say where it comes from: add x-source (documentation, observation, or an RFC section such as rfc6749#5.1).`,
        location: location.key(),
      });
    } else if (typeof source !== "string" || !SOURCE.test(source)) {
      report({
        message: `x-source is ${JSON.stringify(source)}: write documentation, observation, or an RFC section such as rfc6749#5.1.`,
        location: location.child(["x-source"]),
      });
    }
  };
}

/** Members are looked at where they are listed: a member that is a reference has a source of its own beside it. */
function requireSourceOfMembers(properties: Record<string, Node>, { report, location }: Context): void {
  for (const [name, member] of Object.entries(properties)) {
    const memberLocation = {
      child: (path: string[]) => location.child([name, ...path]),
      key: () => location.child([name]),
    };
    requireSource(`member (${name})`)(member, { report, location: memberLocation });
  }
}

export default (): object => ({
  id: "provenance",
  rules: {
    oas3: {
      "x-source": () => ({
        Server: requireSource("server"),
        Operation: requireSource("operation"),
        Parameter: requireSource("parameter"),
        RequestBody: requireSource("request body"),
        Response: requireSource("response"),
        Header: requireSource("header"),
        Example: requireSource("example"),
        SecurityScheme: requireSource("security scheme"),
        SchemaProperties: requireSourceOfMembers,
      }),
    },
  },
});
