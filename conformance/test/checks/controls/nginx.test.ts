/** No check blames nginx, as Debian packages it, for what it does as a reverse proxy. */
import { spawnSync } from "node:child_process";
import { createEmulator } from "@microbilt-oauth/emulator";
import { createCertificate } from "@microbilt-oauth/emulator/certificate";
import { test } from "vitest";
import { describeEmulator } from "../../../src/targets/emulator.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { freePort } from "../../support/port.ts";
import { runCatalogue, spec } from "../../support/run.ts";
import { blamesIn } from "./run-control.ts";
import { NGINX_PATH, startNginx } from "./servers/nginx.ts";

const TIMEOUT_IN_MS = 60_000;

test("no check blames nginx with gzip, keep-alive and error pages of its own", {
  timeout: TIMEOUT_IN_MS,
}, async (context) => {
  const { expect, onTestFinished, skip } = context;
  const isInstalled = spawnSync("nginx", ["-v"], { env: { PATH: NGINX_PATH } }).status === 0;
  skip(!isInstalled, "nginx is not installed: apt-get install nginx-light");

  const { tokenEndpoint, resource } = spec.contract;
  const emulator = createEmulator();
  onTestFinished(() => emulator.close());
  const { url: upstream } = await emulator.listen();
  const control = await emulator.listenForControl();
  const certificate = await createCertificate("127.0.0.1");
  const [port, securePort] = [await freePort(), await freePort()];
  const folder = await temporaryFolder();
  const ports = { port, securePort };
  const paths = { tokenPath: tokenEndpoint.path, resourcePath: resource.path };
  const stop = await startNginx({ folder, upstream, certificate, ...ports, ...paths });
  onTestFinished(stop);

  const results = await runCatalogue({
    ...describeEmulator(emulator, spec.contract, `http://127.0.0.1:${port}`),
    secureUrl: `https://127.0.0.1:${securePort}`,
    ca: certificate.ca,
    controlUrl: control.url,
  });

  const blames = blamesIn(results, {});
  expect(blames, blames).toBe("");
});
