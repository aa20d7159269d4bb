/** Names of members, parameters, elements and header fields whose values are tokens. */
const TOKEN_NAME = /[-_.](?:token|TOKEN|Token)$|[a-z]Token$/;
const ACCESS_TOKEN_NAME = /access[-_.]?token$/i;
/** It starts at the start of a word: from every other character of a long word, the search would fail again. */
const NAME = String.raw`(?<![\w.-])(?<name>[\w.-]*(?:[tT]oken|TOKEN))`;

/** How text that is not JSON, or JSON within other text, holds a named value. */
const NAMED_VALUES: readonly RegExp[] = [
  new RegExp(String.raw`${NAME}\\*["']\s*:\s*\\*["'](?<value>(?:[^"'\\]|\\[^"'])+)`, "g"),
  new RegExp(String.raw`${NAME}(?:&quot;|&#34;)\s*:\s*(?:&quot;|&#34;)(?<value>(?:(?!&quot;|&#34;).)+)`, "g"),
  new RegExp(String.raw`<(?:\w+:)?${NAME}(?:\s[^>]{0,1000})?>\s*(?:<!\[CDATA\[)?(?<value>[^<\]]+)`, "g"),
  new RegExp(String.raw`${NAME}=(?:["'])?(?<value>[^&;,\s"'<]+)`, "g"),
];

/** The longest value that is searched for tokens within it. */
const MOST_CHARACTERS = 1024 * 1024;

/** A token that a response contains. */
export interface FoundToken {
  /** The token, decoded. */
  readonly token: string;
  /** Whether its name says that it is an access token. */
  readonly isAccessToken: boolean;
}

/** Finds the tokens in a response by their names, whether it is JSON, a form, markup, or an error that repeats them. */
export function findTokens({
  body,
  headers,
}: {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}): readonly FoundToken[] {
  const found = new Map<string, boolean>();
  const add = (name: string, token: string) => {
    if (token !== "") {
      found.set(token, found.get(token) === true || ACCESS_TOKEN_NAME.test(name));
    }
  };
  for (const [name, value] of Object.entries(headers)) {
    if (TOKEN_NAME.test(name)) {
      add(name, value);
    }
    searchText(value, add);
  }
  searchText(body, add);
  // Access tokens come last: if a token has several names, this one counts.
  return [...found]
    .map(([token, isAccessToken]) => ({ token, isAccessToken }))
    .sort((a, b) => Number(a.isAccessToken) - Number(b.isAccessToken));
}

type Add = (name: string, token: string) => void;

function searchText(text: string, add: Add): void {
  if (text.length > MOST_CHARACTERS || !/token/i.test(text)) {
    return;
  }
  searchValue(parseJson(text), add);
  for (const pattern of NAMED_VALUES) {
    for (const { groups } of text.matchAll(pattern)) {
      const { name = "", value = "" } = groups ?? {};
      if (TOKEN_NAME.test(name)) {
        for (const decoded of decodings(value)) {
          add(name, decoded);
        }
      }
    }
  }
}

/** Searches parsed JSON, and the JSON in its strings. */
function searchValue(value: unknown, add: Add): void {
  if (typeof value === "string") {
    searchValue(/^\s*[[{]/.test(value) ? parseJson(value) : undefined, add);
    return;
  }
  if (typeof value !== "object" || value === null) {
    return;
  }
  for (const [name, item] of Object.entries(value)) {
    if (TOKEN_NAME.test(name) && (typeof item === "string" || typeof item === "number")) {
      add(name, String(item));
    }
    searchValue(item, add);
  }
}

/** What a value may stand for, depending on the format that it is part of. */
function decodings(value: string): ReadonlySet<string> {
  return new Set([value, unescapeJson(value), decodePercent(value), decodeEntities(value)]);
}

function unescapeJson(value: string): string {
  const escaped = parseJson(`"${value.replace(/\\+(?=u[\da-f]{4})/gi, "\\")}"`);
  return typeof escaped === "string" ? escaped : value;
}

function decodePercent(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll("+", " "));
  } catch {
    return value;
  }
}

function decodeEntities(value: string): string {
  return value
    .replace(/&#(?:x([\da-f]{1,6})|(\d{1,7}));/gi, (whole, hex?: string, decimal?: string) => {
      const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole;
    })
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
