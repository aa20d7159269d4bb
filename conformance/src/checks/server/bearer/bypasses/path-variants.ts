/** A request target that some servers treat as the path of the resource. */
export interface PathVariant {
  /** How it differs, as in "a path with a trailing slash". */
  readonly description: string;
  /** The request target, byte for byte. */
  readonly target: string;
}

/** Where the servers behind a gateway often have the same resource, without the gateway's checks. */
const PREFIXES = ["/internal", "/api", "/v1"];

/**
 * Spells a path in the ways in which gateways and the servers behind them are known to disagree.
 *
 * @param openPath a path for which the server requires no access token
 */
export function pathVariants(path: string, baseUrl: string, openPath: string): readonly PathVariant[] {
  const [base = "", query] = path.split("?");
  const search = query === undefined ? "" : `?${query}`;
  const slash = base.lastIndexOf("/");
  const [parent, name] = [base.slice(0, slash), base.slice(slash + 1)];
  const encodedLetter = `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
  const wideLetter = encodeURIComponent(String.fromCharCode(name.charCodeAt(0) + 0xfee0)) + name.slice(1);
  const openFolder = openPath.slice(0, openPath.lastIndexOf("/"));
  const spellings: readonly (readonly [description: string, base: string])[] = [
    ["a trailing slash", `${base}/`],
    ["two slashes at its start", `/${base}`],
    ["two slashes within it", `${parent}//${name}`],
    ["an encoded letter", `${parent}/${encodedLetter}`],
    ["a letter that is encoded twice", `${parent}/%25${encodedLetter.slice(1)}`],
    ["a full-width letter", `${parent}/${wideLetter}`],
    ["an encoded slash", `${parent}%2f${name}`],
    ["a slash in overlong UTF-8", `${parent}%c0%af${name}`],
    ["a dot segment", `${parent}/./${name}`],
    ["a dot segment that leaves another segment", `/x/..${base}`],
    ["a dot segment that leaves the folder of the token endpoint", `${openFolder}/..${base}`],
    ["an encoded dot segment", `/x/%2e%2e${base}`],
    ["a matrix parameter", `${base};a=b`],
    ["a matrix parameter at a dot segment", `/x/..;a=b${base}`],
    ["a backslash", `${parent}\\${name}`],
    ["another segment after it", `${base}/1`],
    ...PREFIXES.map((prefix) => [`${prefix} before it`, prefix + base] as const),
    ["an extension", `${base}.json`],
    ["a dot at its end", `${base}.`],
    ["an encoded space at its end", `${base}%20`],
    ["an encoded NUL at its end", `${base}%00`],
    ["letters in upper case", base.toUpperCase()],
    ["letters in lower case", base.toLowerCase()],
  ];
  return [
    ...spellings
      .filter(([, spelling]) => spelling !== base && spelling.startsWith("/"))
      .map(([description, spelling]) => ({ description, target: spelling + search })),
    ...(query === undefined ? [{ description: "an empty query", target: `${base}?` }] : []),
    {
      description: "the path of the token endpoint in the query",
      target: `${base}?${query ? `${query}&` : ""}next=${openPath}`,
    },
    { description: "an empty parameter in the query", target: `${base}?${query ? `${query}&` : ""}=` },
    { description: "a fragment", target: `${base}${search}#x` },
    { description: "the scheme and the authority before it", target: baseUrl + path },
  ];
}
