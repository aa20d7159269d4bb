import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { execute } from "./execute.ts";

const require = createRequire(import.meta.url);
const SCOPE = "@microbilt-oauth";
const START_LIMIT_IN_MS = 30_000;

/** A registry on this machine, with storage that lasts as long as it runs. */
export interface Registry {
  /** The registry's URL, without a trailing slash. */
  readonly url: string;
  /** What an `.npmrc` needs to publish this project's packages there and nowhere else. */
  readonly npmrc: string;
  /** Stops the registry. */
  close(): Promise<void>;
}

/**
 * Starts verdaccio on loopback. It has this project's packages only if they are published to it, and passes requests for
 * all others on to the registry that npm is configured for.
 *
 * @param folder where it keeps its files
 */
export async function startRegistry(folder: string): Promise<Registry> {
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const upstream = (await execute(folder, {}, "npm", "config", "get", "registry")).trim();
  const config = join(folder, "config.yaml");
  await writeFile(
    config,
    JSON.stringify({
      storage: join(folder, "storage"),
      auth: { htpasswd: { file: join(folder, "users"), max_users: 1 } },
      uplinks: { upstream: { url: upstream, maxage: "60m", timeout: "60s" } },
      packages: {
        [`${SCOPE}/*`]: { access: "$all", publish: "$authenticated" },
        "**": { access: "$all", proxy: "upstream" },
      },
      max_body_size: "100mb",
      log: { type: "stdout", level: "warn" },
    }),
  );
  const entry = join(require.resolve("verdaccio/package.json"), "../bin/verdaccio");
  const server = spawn(process.execPath, [entry, "--config", config, "--listen", `127.0.0.1:${port}`], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const close = async () => {
    if (server.exitCode === null && server.kill()) {
      await once(server, "exit");
    }
  };
  try {
    await waitFor(`${url}/-/ping`);
    const token = await addUser(url);
    const host = url.slice("http:".length);
    return { url, npmrc: `${SCOPE}:registry=${url}/\n${host}/:_authToken=${token}\n`, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

async function waitFor(url: string): Promise<void> {
  const end = Date.now() + START_LIMIT_IN_MS;
  while (!(await fetch(url).catch(() => undefined))?.ok) {
    if (Date.now() > end) {
      throw new Error(`The registry did not start within ${START_LIMIT_IN_MS / 1000} seconds.`);
    }
    await delay(100);
  }
}

/** Publishing needs a user, whose token is worth nothing outside of this registry. */
async function addUser(url: string): Promise<string> {
  const name = "rehearsal";
  const response = await fetch(`${url}/-/user/org.couchdb.user:${name}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, password: crypto.randomUUID() }),
  });
  if (!response.ok) {
    throw new Error(`The registry does not accept a user: status ${response.status}.`);
  }
  return ((await response.json()) as { token: string }).token;
}
