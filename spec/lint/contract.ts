/** A plugin for Redocly: rules for the extensions of the document that code reads. */

/** The part of Redocly's visitor context that the rules use. */
interface Context {
  report(problem: { readonly message: string; readonly location: unknown }): void;
  readonly location: { child(path: readonly (string | number)[]): unknown };
}

type Node = Readonly<Record<string, unknown>>;

const REMEDIES: readonly unknown[] = ["new-token", "new-credentials", "none"];

export default (): object => ({
  id: "contract",
  rules: {
    oas3: {
      "x-remedy": () => ({ Example: checkRemedy }),
      "x-environment": () => ({ Root: checkEnvironments }),
    },
  },
});

function checkRemedy(example: Node, { report, location }: Context): void {
  const remedy = example["x-remedy"];
  if (remedy !== undefined && !REMEDIES.includes(remedy)) {
    report({
      message: `x-remedy must be ${REMEDIES.join(", ")}; got ${JSON.stringify(remedy)}.`,
      location: location.child(["x-remedy"]),
    });
  }
}

/** Code chooses a server by its environment. */
function checkEnvironments({ servers }: Node, { report, location }: Context): void {
  const environments = (Array.isArray(servers) ? servers : []).map((server: Node) => server["x-environment"]);
  for (const [index, environment] of environments.entries()) {
    const at = location.child(["servers", index]);
    if (typeof environment !== "string" || environment === "") {
      report({ message: "This server must have an x-environment, such as sandbox or production.", location: at });
    } else if (environments.indexOf(environment) < index) {
      report({ message: `Two servers have the x-environment ${environment}. Remove one, or rename it.`, location: at });
    }
  }
}
