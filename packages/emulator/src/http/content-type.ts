/** A parsed `Content-Type` (RFC 9110, section 8.3). */
export interface ContentType {
  /** In lower case, such as `application/json`. Empty if the header is missing. */
  readonly mediaType: string;
  /** Whether the charset is UTF-8 or its subset ASCII, or is not given. */
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
