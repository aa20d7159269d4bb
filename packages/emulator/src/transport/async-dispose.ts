/**
 * Adds `[Symbol.asyncDispose]` to a type, so that `await using` closes the object at the end of the block.
 *
 * The member exists only for a compiler whose `lib` declares the symbol. Otherwise, the type is an empty object, so that
 * it compiles there, too.
 */
export type ClosesWithAwaitUsing = SymbolConstructor extends {
  readonly asyncDispose: infer AsyncDispose extends symbol;
}
  ? { [Member in AsyncDispose]: () => Promise<void> }
  : object;

/** Makes `await using` close an object, on a runtime that has `Symbol.asyncDispose` (Node 20.4 and later). */
export function closeWithAwaitUsing<T extends { close(): Promise<void> }>(closable: T): T & ClosesWithAwaitUsing {
  const { asyncDispose } = Symbol as { readonly asyncDispose?: symbol };
  const member = asyncDispose === undefined ? {} : { [asyncDispose]: () => closable.close() };
  return Object.assign(closable, member as ClosesWithAwaitUsing);
}
