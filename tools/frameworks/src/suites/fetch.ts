import type { Suite } from "../cases/suite.ts";
import { bundleProgram, NODES, runOnNode } from "../processes/node-program.ts";
import { prepareProject } from "../project/prepare-project.ts";
import { writeCertificate } from "../servers/certificate.ts";
import { startProxy } from "../servers/connect-proxy.ts";

const UNDICIS = ["undici6", "undici7", "undici8"];
const OTHERS = ["global", "node-fetch 2", "node-fetch 3", "cross-fetch", "React Native's shape"];
/** Node 20 cannot read a proxy from its environment. */
const WITH_ENV_PROXY = ["Node 22", "Node 24", "Node 26"];
/** undici 8 requires Node 22.19. */
const UNSUPPORTED = "Node 20, undici8";

/** Fetch implementations, each on every Node. */
export const fetches: Suite = {
  name: "fetch",
  run: async (context) => {
    const folder = await prepareProject("fetch");
    const certificate = await writeCertificate(folder);
    const [undici, others, envProxy] = await Promise.all(
      ["undici.ts", "others.ts", "env-proxy.ts"].map((source) => bundleProgram(folder, source)),
    );
    const isWanted = (label: string) => label.includes(context.only) && label !== UNSUPPORTED;
    const run = async (node: string, name: string, file = "", env: Record<string, string> = {}) => {
      const label = `${node}, ${name}`;
      if (isWanted(label)) {
        await runOnNode(context, node, { file, folder, label }, env);
      }
    };
    for (const node of Object.keys(NODES)) {
      for (const UNDICI of UNDICIS) {
        const { key, cert, ca } = certificate;
        await run(node, UNDICI, undici, { UNDICI, TLS_KEY: key, TLS_CERT: cert, TLS_CA: ca });
      }
      for (const FETCH of OTHERS) {
        await run(node, FETCH, others, { FETCH });
      }
      await run(node, "broken fetch", others, { FETCH: "none" });
    }
    const proxy = await startProxy();
    try {
      for (const node of WITH_ENV_PROXY) {
        const name = "proxy of the environment";
        await run(node, name, envProxy, { NODE_USE_ENV_PROXY: "1", HTTP_PROXY: proxy.url });
        if (isWanted(`${node}, ${name}`)) {
          await context.check(`${node}, ${name}: it sees the requests`, (expect) => {
            const seen = proxy.seen.splice(0).length;
            expect(seen > 0, "the proxy sees requests");
            return `${seen} requests`;
          });
        }
      }
    } finally {
      await proxy.close();
    }
  },
};
