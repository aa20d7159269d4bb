import type { Suite } from "../cases/suite.ts";
import { bundleProgram, NODES, runOnNode } from "../processes/node-program.ts";
import { prepareProject } from "../project/prepare-project.ts";
import { writeCertificate } from "../servers/certificate.ts";

/** Messages and the loading of modules differ between versions of Node; nothing else here does. */
const EVERY_NODE = Object.keys(NODES);
const ONE_NODE = ["Node 24"];

function program(name: string, nodes: readonly string[]): Suite {
  return {
    name,
    run: async (context) => {
      const folder = await prepareProject("node", { variant: name });
      const { key, cert } = await writeCertificate(folder);
      const file = await bundleProgram(folder, `${name}.ts`);
      for (const node of nodes.filter((version) => version.includes(context.only))) {
        await runOnNode(context, node, { file, folder, label: node }, { TLS_KEY: key, TLS_CERT: cert });
      }
    },
  };
}

/** Programs on plain Node, each a suite. */
export const NODE_SUITES: readonly Suite[] = [
  program("input", ONE_NODE),
  program("hosts", ONE_NODE),
  program("unauthorized", ONE_NODE),
  program("errors", EVERY_NODE),
  program("logs", EVERY_NODE),
  program("credentials", ONE_NODE),
  program("modules", EVERY_NODE),
  program("stores", ONE_NODE),
];
