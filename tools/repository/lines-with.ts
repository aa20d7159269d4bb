import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";

/**
 * Lists where code uses one of these names as that of a member, or as a whole string: `src/file.ts:12`. Comments, longer
 * strings, and variables that have taken such a name do not count.
 *
 * @param folders the packages, whose `src` is searched
 */
export async function linesWith(
  names: readonly string[],
  folders: readonly string[],
  root: string,
): Promise<readonly string[]> {
  const found = new Set<string>();
  for await (const file of glob(
    folders.map((folder) => `${folder}/src/**/*.ts`),
    { cwd: root },
  )) {
    const source = ts.createSourceFile(file, await readFile(join(root, file), "utf8"), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node) => {
      if ((isMemberName(node) || ts.isStringLiteralLike(node)) && names.includes(node.text)) {
        found.add(`${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...found];
}

function isMemberName(node: ts.Node): node is ts.Identifier {
  const { parent } = node;
  return (
    ts.isIdentifier(node) &&
    ((ts.isPropertyAccessExpression(parent) && parent.name === node) ||
      (ts.isPropertyAssignment(parent) && parent.name === node) ||
      (ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === node) ||
      ts.isShorthandPropertyAssignment(parent) ||
      ts.isPropertySignature(parent))
  );
}
