import { pointerTo } from "@microbilt-oauth/spec";
import type { Difference } from "../difference.ts";
import type { CurlExample } from "../page/curl.ts";
import { type Comparison, difference, listed } from "./comparison.ts";

/** Hosts, paths and methods. */
export function compareEndpoints(comparison: Comparison): Difference[] {
  const { facts } = comparison;
  const tokenUrls = [
    ...facts.endpoints.map(({ value, position }) => ({ url: new URL(value), position })),
    ...facts.tokenRequests.map(({ url }) => ({ url: new URL(url.text), position: url.position })),
  ];
  return [
    ...compareServers(comparison),
    ...compareTokenPaths(comparison, tokenUrls),
    ...compareTokenMethods(comparison),
    ...compareResources(comparison),
  ];
}

function compareServers(comparison: Comparison): Difference[] {
  const { facts, documented } = comparison;
  const { servers } = documented.contract;
  const list = documented.document.servers ?? [];
  const differences: Difference[] = [];
  for (const [environment, server] of Object.entries(servers)) {
    const pointer = pointerTo("servers", String(list.findIndex((each) => each["x-environment"] === environment)));
    const stated = facts.endpoints.find((endpoint) => endpoint.environment === environment);
    const fact = `the host of ${environment}`;
    if (!stated) {
      differences.push(
        difference(
          comparison,
          fact,
          `The page names no URL for ${environment}; the document has ${server}.`,
          undefined,
          pointer,
        ),
      );
    } else if (new URL(stated.value).origin !== new URL(server).origin) {
      const { origin } = new URL(stated.value);
      differences.push(
        difference(comparison, fact, `The page has ${origin}; the document has ${server}.`, stated.position, pointer),
      );
    }
  }
  const known = new Set(
    [...Object.values(servers), ...facts.endpoints.map(({ value }) => value)].map((url) => new URL(url).origin),
  );
  for (const { url } of [...facts.tokenRequests, ...facts.resourceRequests]) {
    const { origin } = new URL(url.text);
    if (!known.has(origin)) {
      known.add(origin);
      const message = `An example of the page calls ${origin}; the document has ${listed(Object.values(servers))}.`;
      differences.push(difference(comparison, "the host in an example", message, url.position, pointerTo("servers")));
    }
  }
  return differences;
}

function compareTokenPaths(
  comparison: Comparison,
  urls: readonly { readonly url: URL; readonly position: number }[],
): Difference[] {
  const { path, pointer, aliases } = comparison.documented.contract.tokenEndpoint;
  const differences = new Map<string, Difference>();
  for (const { url, position } of urls) {
    if (url.pathname !== path && !differences.has(url.pathname)) {
      const observed = aliases.some((alias) => alias.path === url.pathname)
        ? ", and has this one as an observation"
        : "";
      const message = `The page has ${url.pathname}; the document has ${path}${observed}.`;
      differences.set(
        url.pathname,
        difference(comparison, "the path of the token endpoint", message, position, parentOf(pointer)),
      );
    }
  }
  return [...differences.values()];
}

function compareTokenMethods(comparison: Comparison): Difference[] {
  const { method, pointer } = comparison.documented.contract.tokenEndpoint;
  const other = comparison.facts.tokenRequests.find((example) => example.method.text !== method);
  if (!other) {
    return [];
  }
  const message = `The page has ${other.method.text}; the document has ${method}.`;
  return [difference(comparison, "the method of a token request", message, other.method.position, pointer)];
}

function compareResources(comparison: Comparison): Difference[] {
  const { facts, documented } = comparison;
  const { path, pointer, methods } = documented.contract.resource;
  const { name, scheme } = documented.contract.bearer;
  const placeholder = pointerTo("paths", path);
  if (facts.resourceRequests.length === 0) {
    const message = "The page has no example of a request with an access token; the document has one.";
    return [difference(comparison, "the use of an access token", message, undefined, placeholder)];
  }
  const differences: Difference[] = [];
  const report = (fact: string, message: string, position: number, where = pointer) =>
    differences.push(difference(comparison, fact, message, position, where));
  for (const example of facts.resourceRequests) {
    const { pathname } = new URL(example.url.text);
    const authorization = example.headers.get("authorization");
    const used = authorization?.text.split(" ")[0] ?? "";
    if (pathname !== path) {
      report(
        "the path of the protected resource",
        `The page has ${pathname}; the document has ${path}.`,
        example.url.position,
        placeholder,
      );
    }
    if (!methods.includes(example.method.text)) {
      report(
        "the method of a call",
        `The page has ${example.method.text}; the document has ${listed(methods)}.`,
        example.method.position,
        placeholder,
      );
    }
    if (authorization && used.toLowerCase() !== scheme.toLowerCase()) {
      const where = pointerTo("components", "securitySchemes", name, "scheme");
      report(
        "the authentication scheme",
        `The page has ${used}; the document has ${scheme}.`,
        authorization.position,
        where,
      );
    }
  }
  differences.push(...missingMethods(comparison, facts.resourceRequests));
  return differences;
}

function missingMethods(comparison: Comparison, examples: readonly CurlExample[]): Difference[] {
  const { contract, isDocumented } = comparison.documented;
  const { path, methods } = contract.resource;
  return methods
    .map((method) => ({ method, pointer: pointerTo("paths", path, method.toLowerCase()) }))
    .filter(
      ({ method, pointer }) => isDocumented(pointer) && !examples.some((example) => example.method.text === method),
    )
    .map(({ method, pointer }) =>
      difference(
        comparison,
        "the method of a call",
        `No example of the page uses ${method}; the document has it as documented.`,
        undefined,
        pointer,
      ),
    );
}

function parentOf(pointer: string): `#/${string}` {
  return pointer.slice(0, pointer.lastIndexOf("/")) as `#/${string}`;
}
