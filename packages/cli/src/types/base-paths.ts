import { CannotRun } from "../errors.ts";

/** The base paths that the user names, by product; `undefined` stands for the only product. */
export type BasePaths = ReadonlyMap<string | undefined, string>;

/**
 * Reads and collects `--base-path`: `/iPredict` or `iPredict=/iPredict`.
 *
 * @throws {CannotRun} if it is not a path
 */
export function readBasePath(text: string, others: BasePaths = new Map()): BasePaths {
  const [, product, path] = /^(?:([^=/]+)=)?(\/(?![/\\])[^?#\s]*)$/.exec(text) ?? [];
  if (path === undefined) {
    throw new CannotRun(`--base-path must start with one slash, as in /iPredict; got ${JSON.stringify(text)}.`);
  }
  return new Map([...others, [product, path]]);
}

/**
 * Returns the base path that the user names for a product.
 *
 * @throws {CannotRun} if a base path does not say for which of several products it is, or names none of them
 */
export function basePathOf(product: string, basePaths: BasePaths, products: readonly string[]): string | undefined {
  if (basePaths.has(undefined) && products.length > 1) {
    throw new CannotRun(
      `--base-path must name its product, because there are several documents, as in --base-path ${product}=${basePaths.get(undefined)}.`,
    );
  }
  const unknown = [...basePaths.keys()].find((name) => name !== undefined && !products.includes(name));
  if (unknown !== undefined) {
    throw new CannotRun(`--base-path names ${unknown}, which is not one of the products: ${products.join(", ")}.`);
  }
  return basePaths.get(product) ?? basePaths.get(undefined);
}
