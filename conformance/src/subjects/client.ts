import { createClient } from "@microbilt-oauth/client";
import type { Subject, SubjectServer } from "./subject.ts";

/** The published client. */
export const clientSubject: Subject = {
  getAccessToken: (server) => open(server).getAccessToken(),
  call: async (server, path, body) => (await open(server).fetch(path, { method: "POST", body })).status,
};

function open({ baseUrl, flow, credentials }: SubjectServer) {
  return createClient({ baseUrl, flow, ...credentials });
}
