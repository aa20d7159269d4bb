import { once } from "node:events";
import { createReadStream } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { inflate } from "@sparticuz/chromium";
import { packageFile, startProgram, stopAfter } from "./child-program.ts";
import { type Outcome, parseOutcome } from "./outcome.ts";
import type { Runtime } from "./runtime.ts";

const PAGE = `<!doctype html>
<script type="module">
  const outcome = await import("./tests.mjs").then(
    ({ run }) => run(),
    (error) => ({ passed: 0, failed: [String(error)] }),
  );
  await fetch("/outcome", { method: "POST", body: JSON.stringify(outcome) });
</script>
`;

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--no-zygote",
  "--disable-gpu",
  "--disable-software-rasterizer",
  "--disable-background-networking",
];

/** A browser. A page runs the tests and posts their outcome. */
export const chromium: Runtime = {
  name: "Chromium",
  executable: async (folder) => {
    const archives = join(packageFile("@sparticuz/chromium"), "../../bin");
    // The package unpacks into the folder for temporary files, and would use a version that is already there.
    process.env["TMPDIR"] = folder;
    // A machine without a desktop may lack these libraries.
    const libraries = await inflate(join(archives, "al2023.tar.br"));
    return { path: await inflate(join(archives, "chromium.br")), env: { LD_LIBRARY_PATH: join(libraries, "lib") } };
  },
  run: async ({ executable, folder, signal }) => {
    const { promise: outcome, resolve, reject } = Promise.withResolvers<Outcome>();
    const server = serve(join(folder, "tests.mjs"), (posted) => posted.then(resolve, reject));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const args = [...FLAGS, "--user-data-dir=profile", `http://127.0.0.1:${port}/`];
    try {
      return await stopAfter(startProgram(executable, args, { folder, signal }), outcome);
    } finally {
      server.close().closeAllConnections();
    }
  },
};

function serve(tests: string, onOutcome: (posted: Promise<Outcome>) => void): Server {
  return createServer((request, response) => {
    switch (request.url) {
      case "/":
        response.setHeader("content-type", "text/html").end(PAGE);
        break;
      case "/tests.mjs":
        createReadStream(tests).pipe(response.setHeader("content-type", "text/javascript"));
        break;
      case "/outcome":
        onOutcome(
          text(request)
            .then(parseOutcome)
            .finally(() => response.end()),
        );
        break;
      default:
        response.writeHead(404).end();
    }
  });
}
