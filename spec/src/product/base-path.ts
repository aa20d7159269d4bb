import { servers as ownServers } from "../../generated/contract.ts";
import type { OpenApiDocument, Server } from "../document/openapi-document.ts";
import { isObject } from "../document/pointer.ts";
import { invalidDocument } from "./product-document-error.ts";

const OWN_HOSTS: readonly string[] = Object.values(ownServers).map((url) => new URL(url).hostname);

/** The host of relative URLs once they are resolved: no server can have it (RFC 6761, section 6.4). */
const RELATIVE_HOST = "relative.invalid";
const RELATIVE_BASE = `https://${RELATIVE_HOST}/`;

/** Returns the path below which the document's paths are, without a trailing slash. */
export function readBasePath(document: OpenApiDocument, given: string | undefined): string {
  if (given !== undefined) {
    return checkBasePath(given);
  }
  const servers = listServers(document);
  if (servers.length === 0) {
    throw invalidDocument("The document has no servers, so it does not say where the product is. Name its base path");
  }
  const urls = servers.map(urlOf);
  const own = urls.filter(({ hostname }) => [...OWN_HOSTS, RELATIVE_HOST].includes(hostname));
  if (own.length === 0) {
    const hosts = [...new Set(urls.map(({ host }) => host))].join(", ");
    throw invalidDocument(
      `No server of the document is one of MicroBilt's (${OWN_HOSTS.join(", ")}); it names ${hosts}. Name the base path of the product`,
    );
  }
  const [basePath = "", ...others] = new Set(own.map(({ pathname }) => pathname.replace(/\/+$/, "")));
  if (others.length > 0) {
    const all = [basePath, ...others].map((path) => path || "/").join(", ");
    throw invalidDocument(`The servers of the document have different base paths: ${all}. Name the one to use`);
  }
  return basePath;
}

function checkBasePath(given: string): string {
  if (!/^\/(?![/\\])[^?#\s]*$/.test(given)) {
    throw invalidDocument(`The base path must start with one slash, as in /iPredict; got ${JSON.stringify(given)}`);
  }
  return given.replace(/\/+$/, "");
}

/** The servers of the document, of its paths and of its operations: any of them can be the one that applies. */
function listServers({ servers = [], paths }: OpenApiDocument): readonly Server[] {
  const below = Object.values(paths).flatMap((item) => [item, ...Object.values(item)].flatMap(serversOf));
  return [...servers, ...below].filter(isObject) as unknown as readonly Server[];
}

function serversOf(node: unknown): readonly unknown[] {
  const servers = isObject(node) ? node["servers"] : undefined;
  return Array.isArray(servers) ? servers : [];
}

function urlOf({ url, variables = {} }: Server): URL {
  const filled = String(url).replace(/\{([^}]*)\}/g, (whole, name: string) => variables[name]?.default ?? whole);
  if (!URL.canParse(filled, RELATIVE_BASE)) {
    throw invalidDocument(`The URL of a server is not valid: ${JSON.stringify(url)}`);
  }
  return new URL(filled, RELATIVE_BASE);
}
