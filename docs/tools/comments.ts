import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { rootPath } from './paths.ts';

/** One property of an interface or of an object literal, with its TSDoc comment as one line of text. */
export interface Property {
  /** Dotted below its container: `regenerate.attempts`. */
  readonly path: string;
  readonly comment: string;
  /** The type as it is written; empty for properties of object literals. */
  readonly type: string;
}

/** The properties of an exported interface, those of its literal types included. */
export function interfaceProperties(file: string, name: string): Property[] {
  const found = declarations(file).find(
    (node): node is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(node) && node.name.text === name,
  );
  if (found === undefined) throw new Error(`${file} declares no interface ${name}.`);
  return found.members.filter(ts.isPropertySignature).map((member) => ({
    path: nameOf(member),
    comment: commentOf(member),
    type: oneLine(member.type?.getText() ?? ''),
  }));
}

/** The properties of the object literal that a variable is made of, at any depth: `const x = f({ a: g({ b: … }) })`. */
export function literalProperties(file: string, variable: string): Property[] {
  const found = declarations(file)
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find(({ name }) => name.getText() === variable);
  if (found?.initializer === undefined) throw new Error(`${file} declares no variable ${variable}.`);
  return below(found.initializer, []);
}

function below(node: ts.Node, path: readonly string[]): Property[] {
  const found: Property[] = [];
  node.forEachChild((child) => {
    if (ts.isPropertyAssignment(child)) {
      const inner = [...path, nameOf(child)];
      found.push(
        { path: inner.join('.'), comment: commentOf(child), type: '' },
        ...below(child.initializer, inner),
      );
    } else found.push(...below(child, path));
  });
  return found;
}

function declarations(file: string): readonly ts.Statement[] {
  const text = readFileSync(rootPath(file), 'utf8');
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true).statements;
}

function nameOf(node: ts.NamedDeclaration): string {
  return node.name?.getText().replaceAll(/['"]/g, '') ?? '';
}

/** The description of a TSDoc comment, without tags. */
function commentOf(node: ts.Node): string {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return oneLine(comments.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '').join(' '));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
