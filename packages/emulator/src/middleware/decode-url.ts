/** Decodes a URL-encoded string, except for sequences that are not valid. */
export function decodeUrl(text: string): string {
  if (!/[%+]/.test(text)) {
    return text;
  }
  return text.replaceAll("+", " ").replace(/(?:%[\da-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}
