/** What a Content-Type says (RFC 9110, section 8.3). */
export interface ContentType {
  /** In lower case, such as `application/json`; empty when there is none. */
  readonly mediaType: string;
  /** Whether its text is UTF-8, or of which UTF-8 is an extension. */
  readonly isUtf8: boolean;
}

const CHARSET = /;\s*charset\s*=\s*"?([^\s";]*)/i;

export function readContentType(headers: Headers): ContentType {
  const value = headers.get("content-type") ?? "";
  const [mediaType = ""] = value.split(";", 1);
  const charset = CHARSET.exec(value)?.[1]?.toLowerCase();
  return {
    mediaType: mediaType.trim().toLowerCase(),
    isUtf8: charset === undefined || charset === "utf-8" || charset === "utf8" || charset === "us-ascii",
  };
}
