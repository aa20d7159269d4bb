import { brotliDecompressSync, gunzipSync, inflateSync, type ZlibOptions } from "node:zlib";

type Decoder = (body: Buffer, options: ZlibOptions) => Buffer;

/** The content codings of RFC 9110, section 8.4.1, and Brotli (RFC 7932). */
const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ["gzip", gunzipSync],
  ["x-gzip", gunzipSync],
  ["deflate", inflateSync],
  ["br", brotliDecompressSync],
]);

/** The content codings that Content-Encoding names, in lower case and in the order in which they were applied. */
export function contentCodings(contentEncoding = ""): readonly string[] {
  return contentEncoding
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding !== "identity");
}

/** Removes the content codings of a body. A body that is not coded as Content-Encoding says stays as it is. */
export function decodeContent(body: Buffer, contentEncoding: string | undefined, maxOutputLength: number): Buffer {
  try {
    return contentCodings(contentEncoding).reduceRight((coded, coding) => {
      const decode = DECODERS.get(coding);
      return decode ? decode(coded, { maxOutputLength }) : coded;
    }, body);
  } catch {
    return body;
  }
}
