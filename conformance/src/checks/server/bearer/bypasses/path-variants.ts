/** A request target that some servers treat as the path of the resource. */
export interface PathVariant {
  /** How it differs, as in "a path with a trailing slash". */
  readonly description: string;
  /** The request target, byte for byte. */
  readonly target: string;
}

/** Spells a path in the ways in which gateways and the servers behind them are known to disagree. */
export function pathVariants(path: string, baseUrl: string): readonly PathVariant[] {
  const [base = "", query] = path.split("?");
  const search = query === undefined ? "" : `?${query}`;
  const slash = base.lastIndexOf("/");
  const [parent, name] = [base.slice(0, slash), base.slice(slash + 1)];
  const encodedLetter = `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
  const spellings: readonly (readonly [description: string, base: string])[] = [
    ["a trailing slash", `${base}/`],
    ["two slashes at its start", `/${base}`],
    ["two slashes within it", `${parent}//${name}`],
    ["an encoded letter", `${parent}/${encodedLetter}`],
    ["an encoded slash", `${parent}%2f${name}`],
    ["a dot segment", `${parent}/./${name}`],
    ["a dot segment that leaves another segment", `/x/..${base}`],
    ["an encoded dot segment", `/x/%2e%2e${base}`],
    ["a matrix parameter", `${base};a=b`],
    ["a matrix parameter at a dot segment", `/x/..;a=b${base}`],
    ["a backslash", `${parent}\\${name}`],
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
    { description: "an empty parameter in the query", target: `${base}?${query ? `${query}&` : ""}=` },
    { description: "a fragment", target: `${base}${search}#x` },
    { description: "the scheme and the authority before it", target: baseUrl + path },
  ];
}
