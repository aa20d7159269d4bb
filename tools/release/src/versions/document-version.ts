/** The lines of the document and of the workflows that have the version of the document. */
const VERSION_LINE = /^( {2}version: )(\S+)$/m;

/** Returns the version in the text of a document. */
export function versionIn(text: string): string {
  const [, , version] = VERSION_LINE.exec(text) ?? [];
  if (version === undefined) {
    throw new Error("The document has no line with info.version, such as `  version: 1.2.3`.");
  }
  return version;
}

/** Returns the text with another version. */
export function withVersion(text: string, version: string): string {
  versionIn(text);
  return text.replace(VERSION_LINE, `$1${version}`);
}
