/** The value of Authorization for HTTP Basic (RFC 7617, section 2). */
export function basic(userPass: string): string {
  return `Basic ${Buffer.from(userPass).toString("base64")}`;
}

/** Encodes a credential as a form does, which comes before Base64 (RFC 6749, section 2.3.1). */
export function encodeInForm(credential: string): string {
  return new URLSearchParams({ "": credential }).toString().slice(1);
}
