/** nginx, as a gateway in front of the emulator. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Certificate } from "@microbilt-oauth/emulator/certificate";

/** Debian installs nginx where only administrators search for programs. */
export const NGINX_PATH: string = `${process.env["PATH"]}:/usr/sbin`;

/** Where nginx listens, and what it forwards to. */
export interface NginxOptions {
  /** A folder for its files. */
  readonly folder: string;
  /** The URL of the emulator. */
  readonly upstream: string;
  /** The path of the token endpoint. */
  readonly tokenPath: string;
  /** The path of the resource. */
  readonly resourcePath: string;
  /** The port for plain http. */
  readonly port: number;
  /** The port for https. */
  readonly securePort: number;
  /** Its certificate. */
  readonly certificate: Certificate;
}

/**
 * Starts nginx as a reverse proxy with gzip, keep-alive, buffers and error pages of its own.
 *
 * @returns the function that ends it
 */
export async function startNginx(options: NginxOptions): Promise<() => Promise<void>> {
  const { folder, port, certificate } = options;
  await mkdir(join(folder, "logs"), { recursive: true });
  await writeFile(join(folder, "cert.pem"), certificate.cert);
  await writeFile(join(folder, "key.pem"), certificate.key, { mode: 0o600 });
  await writeFile(join(folder, "error.html"), "<html><head><title>Error</title></head></html>\n");
  await writeFile(join(folder, "nginx.conf"), configure(options));
  const nginx = spawn("nginx", ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "logs/error.log"], {
    env: { PATH: NGINX_PATH },
    stdio: "ignore",
  });
  const exited = once(nginx, "exit");
  await untilListening(port, exited);
  return async () => {
    nginx.kill("SIGTERM");
    await exited;
  };
}

function configure({ upstream, tokenPath, resourcePath, port, securePort }: NginxOptions): string {
  return `
    daemon off;
    master_process off;
    pid logs/nginx.pid;
    events { worker_connections 256; }
    http {
      access_log off;
      client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
      types { text/html html; }
      gzip on; gzip_types application/json; gzip_min_length 1; gzip_proxied any; gzip_vary on;
      keepalive_timeout 65;
      client_max_body_size 1m;
      upstream emulator { server ${new URL(upstream).host}; keepalive 8; }
      ssl_certificate cert.pem; ssl_certificate_key key.pem; ssl_protocols TLSv1.2 TLSv1.3;
      server {
        listen 127.0.0.1:${port};
        listen 127.0.0.1:${securePort} ssl;
        proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering on;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_intercept_errors on;
        error_page 400 404 413 502 /error.html;
        location = /error.html { internal; root .; }
        location = ${tokenPath} {
          if ($request_method != POST) { add_header Allow POST always; return 405; }
          proxy_pass http://emulator;
        }
        location = ${resourcePath} { proxy_pass http://emulator; }
        location / { return 404; }
      }
    }`;
}

async function untilListening(port: number, exited: Promise<unknown>): Promise<void> {
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      return;
    } catch {
      const isGone = await Promise.race([exited.then(() => true), sleep(20).then(() => false)]);
      if (isGone) {
        throw new Error("nginx ended before it listened: see logs/error.log in its folder");
      }
    } finally {
      socket.destroy();
    }
  }
}
