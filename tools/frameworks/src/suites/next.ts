import { once } from "node:events";
import { readdir, readFile, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Check } from "../cases/check.ts";
import type { Context, Suite } from "../cases/suite.ts";
import { firstLines, type Program, startProgram } from "../processes/program.ts";
import { prepareProject } from "../project/prepare-project.ts";
import { startTokenServer, type TokenServer } from "../servers/token-server.ts";

const VERSIONS = ["next13", "next14", "next16"];
/** Short, so that tokens expire while the server runs. */
const LIFETIME_IN_S = 4;
const READY_AFTER_IN_MS = 30_000;
/** A page with `revalidate` is served stale once more; then it must be new. */
const UNTIL_REVALIDATED_IN_MS = 1_500;

const CREDENTIALS = { MICROBILT_CLIENT_ID: "my-application", MICROBILT_CLIENT_SECRET: "a-secret-of-the-site" };

/** Each of them calls the client. */
const ROUTES: readonly Route[] = [
  { name: "a static page", path: "/static" },
  { name: "a page with revalidate", path: "/revalidate" },
  { name: "a dynamic page (headers())", path: "/dynamic" },
  { name: "a page whose product call is no-store", path: "/no-store" },
  { name: "a force-dynamic page", path: "/force-dynamic" },
  { name: "a force-dynamic page with a default product call", path: "/force-dynamic-default" },
  { name: "a GET route handler", path: "/api/get" },
  { name: "a POST route handler", path: "/api/post", method: "POST" },
  { name: "a POST route handler with a default product call", path: "/api/post-default", method: "POST" },
  { name: "a force-dynamic route handler", path: "/api/force-dynamic" },
  { name: "a server action", path: "/action", isAction: true },
];
/** Their product calls are no-store, at which the framework throws an error of its own while it builds. */
const NO_STORE = ["/no-store", "/api/get"];
/** They call the client while the site is built. */
const CALLED_AT_BUILD = ["/static", "/revalidate", ...NO_STORE];

interface Route {
  readonly name: string;
  readonly path: string;
  readonly method?: string;
  readonly isAction?: boolean;
}

/** Next.js, which patches `fetch`: real builds and real servers. */
export const next: Suite = {
  name: "next",
  run: async (context) => {
    for (const version of VERSIONS.filter((name) => name.includes(context.only))) {
      await runVersion(context, version);
    }
  },
};

async function runVersion(context: Context, version: string): Promise<void> {
  const check: Check = (title, run) => context.check(`${version}: ${title}`, run);
  const server = await startTokenServer({ lifetime: LIFETIME_IN_S });
  try {
    const site = { context, check, version, server };
    await runSite({ ...site, name: "defaults", routes: ROUTES.filter(({ path }) => !NO_STORE.includes(path)) });
    await runSite({ ...site, name: "no-store", routes: ROUTES.filter(({ path }) => NO_STORE.includes(path)) });
    await runSite({
      ...site,
      name: "no credentials at build",
      routes: ROUTES.filter(({ path }) => !CALLED_AT_BUILD.includes(path)),
      buildEnv: { MICROBILT_CREDENTIALS: "functions" },
      env: { MICROBILT_CREDENTIALS: "functions", ...CREDENTIALS },
    });
    await buildWithUnsetVariables({ ...site, name: "unset variables", routes: [] });
  } finally {
    await server.close();
  }
}

interface Site {
  readonly context: Context;
  readonly check: Check;
  readonly version: string;
  readonly server: TokenServer;
  readonly name: string;
  /** The others are left out of the project. */
  readonly routes: readonly Route[];
  readonly buildEnv?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** Builds a site, visits it, lets the token expire, visits it again, restarts it and visits it once more. */
async function runSite({ context, version, server, name, routes, ...rest }: Site): Promise<void> {
  const check: Check = (title, run) => rest.check(`${name}: ${title}`, run);
  const baseUrl = { MICROBILT_BASE_URL: server.url };
  const { env = CREDENTIALS, buildEnv = env } = rest;
  const folder = await prepareSite(version, name, routes);
  if (!(await build(context, check, folder, { ...baseUrl, ...buildEnv }, server))) {
    return;
  }
  await checkDisk(check, "after the build, no token is on disk", folder);
  await serve(context, folder, { ...baseUrl, ...env }, async (url) => {
    await visitAll(check, url, routes, "first visit", server);
    await pause(LIFETIME_IN_S * 1_000);
    await visitAll(check, url, routes, "after the token expired", server);
  });
  await serve(context, folder, { ...baseUrl, ...env }, (url) =>
    visitAll(check, url, routes, "after a restart", server),
  );
  await checkDisk(check, "after serving, no token is on disk", folder);
}

async function prepareSite(version: string, name: string, routes: readonly Route[]): Promise<string> {
  const folder = await prepareProject(version, { template: "next-app", variant: name.replaceAll(" ", "-") });
  for (const { path } of ROUTES.filter((route) => !routes.includes(route))) {
    await rm(join(folder, "app", path), { recursive: true });
  }
  return folder;
}

async function buildWithUnsetVariables({ context, check, version, server, name }: Site): Promise<void> {
  const routes = ROUTES.filter(({ path }) => path === "/force-dynamic");
  const folder = await prepareSite(version, name, routes);
  await check(`${name}: the error of next build says that an environment variable is unset`, async (expect) => {
    const { code, output } = await runNext(context, folder, ["build"], { MICROBILT_BASE_URL: server.url });
    expect(code !== 0, "the build fails");
    expect(/environment variable/i.test(output), "the output names an environment variable");
    const message = output.split("\n").find((line) => /MicrobiltError/.test(line));
    return `exit code ${code}; ${message?.trim() ?? firstLines(output, 300)}`;
  });
}

async function build(
  context: Context,
  check: Check,
  folder: string,
  env: Readonly<Record<string, string>>,
  server: TokenServer,
): Promise<boolean> {
  let isBuilt = false;
  await check("next build succeeds", async (expect) => {
    server.forget();
    const start = performance.now();
    const { code, output } = await runNext(context, folder, ["build"], env);
    isBuilt = code === 0;
    expect(isBuilt, "exit code 0");
    const seconds = ((performance.now() - start) / 1_000).toFixed(0);
    const complaint = output.split("\n").filter((line) => /error|digest|couldn't be rendered/i.test(line));
    const said = complaint.length > 0 ? `; ${firstLines(complaint.join(" "), 400)}` : "";
    const { tokenRequests, calls } = server;
    return `${seconds} s, ${tokenRequests.length} token requests, ${calls.length} product calls${said}`;
  });
  return isBuilt;
}

async function visitAll(
  check: Check,
  url: string,
  routes: readonly Route[],
  when: string,
  server: TokenServer,
): Promise<void> {
  for (const route of routes) {
    await check(`${when}: ${route.name}`, async (expect) => {
      server.forget();
      if (route.path === "/revalidate" && when !== "first visit") {
        await visit(url, route);
        await pause(UNTIL_REVALIDATED_IN_MS);
      }
      const outcome = await visit(url, route);
      expect(outcome.includes("report: 200"), "the product call succeeds");
      const rejected = server.calls.filter(({ status }) => status === 401).length;
      expect(rejected <= 1, "at most one call with an expired token");
      return `${outcome}; ${server.tokenRequests.length} token requests, ${server.calls.length} product calls, ${rejected} rejected`;
    });
  }
}

/** What a route shows: the report's status, or that it failed. */
async function visit(url: string, route: Route): Promise<string> {
  const { path, method = "GET", isAction } = route;
  const response = await fetch(url + path, { method, redirect: "manual", signal: AbortSignal.timeout(15_000) });
  const body = await response.text();
  const shown = isAction ? await submit(url + path, body) : body;
  return (
    /report: \w+/.exec(shown)?.[0] ?? `responded ${response.status} ${firstLines(shown.replace(/<[^>]*>/g, " "), 120)}`
  );
}

/** Submits a form with a server action as a browser without scripts does. */
async function submit(url: string, page: string): Promise<string> {
  const form = new FormData();
  for (const [, name = "", value = ""] of page.matchAll(
    /<input type="hidden" name="(\$ACTION[^"]*)"(?: value="([^"]*)")?/g,
  )) {
    form.set(name, value.replaceAll("&quot;", '"'));
  }
  const response = await fetch(url, { method: "POST", body: form, redirect: "manual" });
  return decodeURIComponent(response.headers.get("location") ?? `responded ${response.status}`);
}

/** Looks for tokens in everything the framework has written; its fetch cache holds bodies in Base64. */
async function checkDisk(check: Check, title: string, folder: string): Promise<void> {
  await check(title, async (expect) => {
    const root = join(folder, ".next");
    const files = await readdir(root, { recursive: true, withFileTypes: true });
    const found: string[] = [];
    for (const { parentPath, name } of files.filter((file) => file.isFile())) {
      const file = join(parentPath, name);
      const content = await readFile(file, "latin1");
      const decoded = file.includes("fetch-cache") ? decodeAll(content) : "";
      if (/issued-token-\d/.test(content + decoded)) {
        const revalidate = /"revalidate":(\d+)/.exec(content)?.[1];
        found.push(`${file.slice(root.length + 1)}${revalidate ? ` (revalidate ${revalidate} s)` : ""}`);
      }
    }
    expect(found.length === 0, "no token in .next");
    return found.length > 0 ? `in ${found.join(", ")}` : `none in ${files.length} files`;
  });
}

function decodeAll(content: string): string {
  return (content.match(/[A-Za-z0-9+/=]{40,}/g) ?? [])
    .map((text) => Buffer.from(text, "base64").toString("latin1"))
    .join();
}

async function serve(
  context: Context,
  folder: string,
  env: Readonly<Record<string, string>>,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const port = await freePort();
  const args = ["start", "--hostname", "127.0.0.1", "--port", String(port)];
  const program = startNext(context, folder, args, env);
  const url = `http://127.0.0.1:${port}`;
  try {
    await ready(url, program);
    await use(url);
  } finally {
    program.child.kill("SIGTERM");
    await program.ended;
  }
}

async function ready(url: string, { ended }: Program): Promise<void> {
  const early = ended.then(({ stdout, stderr }) => Promise.reject(new Error(firstLines(stderr || stdout))));
  const deadline = performance.now() + READY_AFTER_IN_MS;
  const listening = async () => {
    while (performance.now() < deadline) {
      const isUp = await fetch(`${url}/done`).then(
        (response) => response.ok,
        () => false,
      );
      if (isUp) {
        return;
      }
      await pause(100);
    }
    throw new Error(`next start is not ready after ${READY_AFTER_IN_MS} ms`);
  };
  await Promise.race([listening(), early]);
}

async function runNext(
  context: Context,
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const { code, stdout, stderr } = await startNext(context, folder, args, env).ended;
  return { code, output: `${stderr}\n${stdout}` };
}

function startNext(
  { signal }: Context,
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Program {
  return startProgram(process.execPath, [join(folder, "node_modules/next/dist/bin/next"), ...args], {
    cwd: folder,
    signal,
    env: { NEXT_TELEMETRY_DISABLED: "1", NEXT_IGNORE_INCORRECT_LOCKFILE: "1", NODE_ENV: "production", ...env },
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
