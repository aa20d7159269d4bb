import { createClient } from "@microbilt-oauth/client";
import type { ClientSettings, ClientTarget } from "../target.ts";

/** The published client, `@microbilt-oauth/client`, as the client under test. */
export const clientTarget: ClientTarget = {
  kind: "client",
  name: "client",
  title: "@microbilt-oauth/client",
  getAccessToken: (settings) => open(settings).getAccessToken(),
  call: async (settings, path, body) => (await open(settings).fetch(path, { method: "POST", body })).status,
};

function open({ baseUrl, flow, credentials }: ClientSettings) {
  return createClient({ baseUrl, flow, ...credentials });
}
