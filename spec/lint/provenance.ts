/** A plugin for Redocly: the rule `provenance/x-source` requires every statement in the document to name its source. */
import { isSource } from "../src/provenance.ts";

/** The part of Redocly's visitor context that the rule uses. */
interface Context {
  report(problem: Problem): void;
  readonly location: Location;
}

interface Location {
  child(path: string[]): unknown;
  key(): unknown;
}

interface Problem {
  readonly message: string;
  readonly location: unknown;
}

type Node = Readonly<Record<string, unknown>>;

const ALLOWED = "documentation, observation, or an RFC section such as rfc6749#5.1";

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

function requireSource(kind: string) {
  return (node: Node, { report, location }: Context): void => {
    const source = node["x-source"];
    if (source === undefined) {
      report({ message: `This ${kind} must have an x-source: ${ALLOWED}.`, location: location.key() });
    } else if (!isSource(source)) {
      report({
        message: `x-source must be ${ALLOWED}; got ${JSON.stringify(source)}.`,
        location: location.child(["x-source"]),
      });
    }
  };
}

/** Visits members where they are listed, because a member that is a reference has its source beside the reference. */
function requireSourceOfMembers(properties: Readonly<Record<string, Node>>, { report, location }: Context): void {
  for (const [name, member] of Object.entries(properties)) {
    const memberLocation = {
      child: (path: string[]) => location.child([name, ...path]),
      key: () => location.child([name]),
    };
    requireSource(`member (${name})`)(member, { report, location: memberLocation });
  }
}
