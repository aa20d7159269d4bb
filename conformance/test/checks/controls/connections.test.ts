/** No check blames a server for how it handles connections. */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { createEmulator } from "@microbilt-oauth/emulator";
import { createCertificate } from "@microbilt-oauth/emulator/certificate";
import { describe, test } from "vitest";
import type { ServerTarget } from "../../../src/target.ts";
import { describeEmulator } from "../../../src/targets/emulator.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { freePort } from "../../support/port.ts";
import { runCatalogue, spec } from "../../support/run.ts";
import { type OnTestFinished, serve } from "../../support/server.ts";
import { blamesIn, runControl } from "./run-control.ts";
import {
  connectionControls,
  createMixedServer,
  createSender,
  plainHttpControls,
  sendingControls,
  sendWhole,
} from "./servers/connections.ts";
import { NGINX_PATH, startNginx } from "./servers/nginx.ts";

const TIMEOUT_IN_MS = 60_000;
const certificate = await createCertificate("127.0.0.1");

describe.concurrent("no check blames a server that", { timeout: TIMEOUT_IN_MS }, () => {
  test.for(connectionControls.map((control) => ({ control, title: control.title })))(
    "$title",
    async ({ control }, { expect }) => {
      const blames = blamesIn(await runControl(control, certificate), control);

      expect(blames, blames).toBe("");
    },
  );

  test.for(sendingControls)("%s", async ([, send], { expect, onTestFinished }) => {
    const { emulator, target } = await startEmulator(onTestFinished);
    const baseUrl = await serve(createSender(emulator, send), onTestFinished);

    const blames = blamesIn(await runCatalogue({ ...target, baseUrl }), {});

    expect(blames, blames).toBe("");
  });
});

describe.concurrent("the checks of TLS do not blame a server whose https port responds to plain http with", () => {
  test.for(plainHttpControls)("%s", { timeout: TIMEOUT_IN_MS }, async ([, plain], { expect, onTestFinished }) => {
    const { emulator, target } = await startEmulator(onTestFinished);
    const secure = createSender(emulator, sendWhole);
    const port = await listen(createMixedServer(certificate, secure, plain), onTestFinished);
    const secureUrl = `https://127.0.0.1:${port}`;

    const results = await runCatalogue(
      { ...target, baseUrl: secureUrl, secureUrl, ca: certificate.ca, lacks: {} },
      (id) => id.startsWith("transport/"),
    );

    expect(results.filter(({ outcome }) => outcome !== "passed")).toEqual([]);
  });
});

test(
  "no check blames nginx with gzip, keep-alive and error pages of its own",
  async ({ expect, onTestFinished, skip }) => {
    const isInstalled = spawnSync("nginx", ["-v"], { env: { PATH: NGINX_PATH } }).status === 0;
    skip(!isInstalled, "nginx is not installed: apt-get install nginx-light");
    const { tokenEndpoint, resource } = spec.contract;
    const { target } = await startEmulator(onTestFinished);
    const [port, securePort] = [await freePort(), await freePort()];
    const stop = await startNginx({
      folder: await temporaryFolder(),
      upstream: target.baseUrl,
      tokenPath: tokenEndpoint.path,
      resourcePath: resource.path,
      port,
      securePort,
      certificate,
    });
    onTestFinished(stop);

    const results = await runCatalogue({
      ...target,
      baseUrl: `http://127.0.0.1:${port}`,
      secureUrl: `https://127.0.0.1:${securePort}`,
      ca: certificate.ca,
      lacks: {},
    });

    // RFC 6749 asks for JSON where this nginx sends a page.
    const blames = blamesIn(results, { blamedFor: ["refusals/error-json"] });
    expect(blames, blames).toBe("");
  },
  TIMEOUT_IN_MS,
);

/** Starts an emulator for the checks, without TLS. */
async function startEmulator(onTestFinished: OnTestFinished) {
  const emulator = createEmulator();
  onTestFinished(() => emulator.close());
  const { url } = await emulator.listen();
  const { url: controlUrl } = await emulator.listenForControl();
  const target: ServerTarget = {
    ...describeEmulator(emulator, spec.contract, url),
    controlUrl,
    lacks: { tls: "this server speaks plain http only" },
  };
  return { emulator, target };
}

async function listen(server: Server, onTestFinished: OnTestFinished): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
