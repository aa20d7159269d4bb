/**
 * Checks that the document has the members that code names as literals.
 *
 * @param owner names what has the members in an error message
 * @throws {Error} that names the missing members.
 */
export function requireMembers<Member extends string>(
  names: readonly string[],
  required: readonly Member[],
  owner: string,
): void {
  const missing = required.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new Error(`${owner} has no member ${missing.join(", ")}.`);
  }
}
