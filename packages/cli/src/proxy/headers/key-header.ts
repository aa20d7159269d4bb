/** The header field with which a caller presents the shared key. It is never passed on. */
export const KEY_HEADER = "microbilt-proxy-key";
