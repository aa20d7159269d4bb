import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A proxy to measure. */
export interface ProxyContender {
  readonly name: string;
  /** Starts it, in a process of its own. */
  start(port: number, upstream: string): ChildProcess;
}

const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The command `microbilt proxy`. */
export const ours: ProxyContender = {
  name: "microbilt proxy",
  start: (port, upstream) =>
    spawn(
      process.execPath,
      [
        fileOf("../../../../packages/cli/dist/cli.js"),
        "proxy",
        "--base-url",
        upstream,
        "--port",
        String(port),
        "--quiet",
      ],
      {
        stdio: "ignore",
        env: { ...process.env, MICROBILT_CLIENT_ID: "my-client-id", MICROBILT_CLIENT_SECRET: "my-client-secret" },
      },
    ),
};

/** A proxy of twenty lines. */
export const bareNode: ProxyContender = {
  name: "bare node:http",
  start: (port, upstream) =>
    spawn(process.execPath, [fileOf("bare-proxy.mjs"), String(port), upstream], { stdio: "ignore" }),
};

/** nginx with one worker, which is what the others have. */
export const nginx: ProxyContender = {
  name: "nginx",
  start(port, upstream) {
    const folder = mkdtempSync(join(tmpdir(), "microbilt-bench-"));
    const file = join(folder, "nginx.conf");
    writeFileSync(file, nginxConfiguration(folder, port, upstream));
    const child = spawn("nginx", ["-c", file, "-p", folder], { stdio: "ignore" });
    child.on("exit", () => rmSync(folder, { recursive: true, force: true }));
    return child;
  },
};

/** Whether nginx is installed. */
export const hasNginx: boolean = spawnSync("nginx", ["-v"]).error === undefined;

function nginxConfiguration(folder: string, port: number, upstream: string): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  return `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 512; }
http {
  access_log off; ${temporary.join(" ")}
  upstream server { server ${new URL(upstream).host}; keepalive 64; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://server; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Authorization "Bearer token"; proxy_buffering off; proxy_request_buffering off;
    }
  }
}
`;
}
