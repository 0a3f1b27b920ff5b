import * as ts from 'typescript';

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * A compiled module that loads what it requires when it first uses it: `const x = require('x')` becomes a function that loads it once,
 * and each `x` a call of that. Lines stay where they are, and a module that has been through this already stays as it is.
 */
export function putOffRequires(module: ts.SourceFile, checker: ts.TypeChecker): string {
  const required = new Set(module.statements.filter(ts.isVariableStatement).flatMap(requiredBy));
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && required.has(node)) {
      edits.push({
        start: node.parent.getStart(module),
        end: node.parent.end,
        text: loadedOnce(node.name.getText(module), node.initializer!),
      });
      return;
    }
    if (ts.isIdentifier(node) && refersTo(required, node, checker)) edits.push(use(node, module));
    ts.forEachChild(node, visit);
  };
  visit(module);
  return edits.reduceRight((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), module.text);
}

/** The variable of a statement that holds nothing but a required module. */
function requiredBy({ declarationList }: ts.VariableStatement): ts.VariableDeclaration[] {
  const [declaration] = declarationList.declarations;
  return declaration.initializer && isRequire(declaration.initializer) ? [declaration] : [];
}

/** `require('x')`, also inside of `__importStar(…)` or `__importDefault(…)`. */
function isRequire(node: ts.Expression): boolean {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return false;
  return node.expression.text === 'require' || (node.expression.text.startsWith('__import') && isRequire(node.arguments[0]));
}

function loadedOnce(name: string, load: ts.Expression): string {
  return `let ${name} = () => { const loaded = ${load.getText()}; ${name} = () => loaded; return loaded; }`;
}

/** Whether the compiler finds the required module behind a name, not something of the same name in between. */
function refersTo(required: Set<ts.VariableDeclaration>, node: ts.Identifier, checker: ts.TypeChecker): boolean {
  if (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) return false;
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
  return symbol?.declarations?.some((declaration) => ts.isVariableDeclaration(declaration) && required.has(declaration)) ?? false;
}

function use(node: ts.Identifier, module: ts.SourceFile): Edit {
  const text = ts.isShorthandPropertyAssignment(node.parent) ? `${node.text}: ${node.text}()` : called(node);
  return { start: node.getStart(module), end: node.end, text };
}

/** In parentheses where the call would else be what `new` makes an instance of. */
function called(node: ts.Identifier): string {
  let whole: ts.Node = node;
  while (ts.isPropertyAccessExpression(whole.parent) && whole.parent.expression === whole) whole = whole.parent;
  const made = ts.isNewExpression(whole.parent) && whole.parent.expression === whole;
  return made ? `(${node.text}())` : `${node.text}()`;
}
