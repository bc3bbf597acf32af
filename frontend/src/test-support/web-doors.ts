import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import ts from 'typescript';

/** Something of the web app that a request can reach, and what it asks of whoever comes. */
export interface Door {
  kind: 'page' | 'route handler' | 'server action';
  /** File below `src`, with the name of the export for an action and the method for a route handler. */
  at: string;
  /** `signed-in`, a permission, `role:ADMIN`, `public`; null where nothing is declared: that is a mistake. */
  rule: string | null;
}

/**
 * Pages and route handlers that anybody may open, each with the reason. Everything else has to ask for a session in its
 * first line. This list is the only way in without one, so that a new entry is seen in a review.
 */
const PUBLIC: Record<string, string> = {
  'app/page.tsx': 'leads on, shows nothing',
  'app/(public)/sign-in/page.tsx': 'for people who are not signed in yet',
  'app/(public)/sign-up/page.tsx': 'for people who have no account yet',
  'app/(public)/check-your-email/page.tsx': 'says that a mail was sent, whoever has the address',
  'app/(public)/forgot-password/page.tsx': 'asks for a mail, whoever has the address',
  'app/(public)/verify-email/page.tsx': 'for whoever holds the link of a mail',
  'app/(public)/reset-password/page.tsx': 'for whoever holds the link of a mail',
  'app/(public)/accept-invitation/page.tsx': 'for whoever holds the link of a mail',
  'app/(public)/confirm-email/page.tsx': 'for whoever holds the link of a mail',
  'app/(public)/undo-email/page.tsx': 'for whoever holds the link of a mail',
  'app/(public)/keep-account/page.tsx': 'for whoever holds the link of a mail',
  'app/(public)/dev/mailbox/page.tsx':
    'shows kept mails on a machine of its own without a mail server; elsewhere it is not there',
  'app/(public)/dev/mailbox/[id]/page.tsx': 'the same',
  'app/link/[purpose]/route.ts': 'takes the token of a mail out of the address, nothing else',
  'app/session-ended/route.ts': 'for people whose session is over',
  'app/session-clock/route.ts': 'tells the caller about their own session alone',
  'app/api/auth/[...nextauth]/route.ts': 'NextAuth: signs in and out, tells the caller about their own session',
  'app/health/live/route.ts': 'says that the process answers, nothing else',
};

const ENTRY = /^app\/(?:.*\/)?(page\.tsx|route\.ts)$/;

/** All doors that the sources in `root` make. Found by reading the code, not from a list that somebody keeps. */
export function doorsIn(root: string): Door[] {
  return sourcesIn(root).flatMap((path) => {
    const file = relative(root, path).split(sep).join('/');
    const source = ts.createSourceFile(file, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    return [...entryDoors(file, source), ...actionDoors(file, source)];
  });
}

/** Doors that the list calls public and that are not there any more. */
export function outdatedPublicEntries(root: string): string[] {
  const files = new Set(sourcesIn(root).map((path) => relative(root, path).split(sep).join('/')));
  return Object.keys(PUBLIC).filter((file) => !files.has(file));
}

function entryDoors(file: string, source: ts.SourceFile): Door[] {
  const kind = ENTRY.exec(file)?.[1] === 'page.tsx' ? 'page' : 'route handler';
  if (!ENTRY.test(file)) return [];
  if (Object.hasOwn(PUBLIC, file)) return [{ kind, at: file, rule: 'public' }];
  if (kind === 'page') return [{ kind, at: file, rule: ruleOfFunction(defaultExport(source)) }];
  const handlers = source.statements.filter(
    (statement) => ts.isFunctionDeclaration(statement) && isExported(statement),
  );
  if (handlers.length === 0) return [{ kind, at: file, rule: null }];
  return handlers.map((handler) => {
    const { name } = handler as ts.FunctionDeclaration;
    return { kind, at: `${file} ${name?.text}`, rule: ruleOfFunction(handler) };
  });
}

/** The page's own function, also inside of a wrapper such as `withProblemPages(…)`. */
function defaultExport(source: ts.SourceFile): ts.Node | undefined {
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) && hasModifier(statement, ts.SyntaxKind.DefaultKeyword)) return statement;
    if (!ts.isExportAssignment(statement)) continue;
    const { expression } = statement;
    return ts.isCallExpression(expression) ? expression.arguments[0] : expression;
  }
  return undefined;
}

/** The rule that `await requireSession(…)` names in the first statement of a function. */
function ruleOfFunction(node: ts.Node | undefined): string | null {
  if (!node || !ts.isFunctionLike(node) || !('body' in node)) return null;
  const body = node.body as ts.Node | undefined;
  const first = body && ts.isBlock(body) ? body.statements[0] : undefined;
  const awaited = first && findAwait(first);
  if (!awaited || !ts.isCallExpression(awaited.expression)) return null;
  const { expression, arguments: args } = awaited.expression;
  return ts.isIdentifier(expression) && expression.text === 'requireSession' ? ruleIn(args[0]) : null;
}

/** The await that the whole statement is about: `const x = await …` or `await …`. */
function findAwait(statement: ts.Statement): ts.AwaitExpression | undefined {
  const expression = ts.isVariableStatement(statement)
    ? statement.declarationList.declarations[0]?.initializer
    : ts.isExpressionStatement(statement)
      ? statement.expression
      : undefined;
  return expression && ts.isAwaitExpression(expression) ? expression : undefined;
}

/** Every export of a file that begins with `'use server'`, and every function that says so of itself. */
function actionDoors(file: string, source: ts.SourceFile): Door[] {
  const inline = inlineActions(source).map((at): Door => ({ kind: 'server action', at: `${file} ${at}`, rule: null }));
  if (!isDirective(source.statements[0], 'use server')) return inline;
  return [...inline, ...source.statements.filter(isExported).flatMap((statement) => exportsOf(file, statement))];
}

function exportsOf(file: string, statement: ts.Statement): Door[] {
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return [];
  if (!ts.isVariableStatement(statement)) return [{ kind: 'server action', at: `${file} (an export)`, rule: null }];
  return statement.declarationList.declarations.map(({ name, initializer }) => ({
    kind: 'server action',
    at: `${file} ${name.getText()}`,
    rule: ruleOfAction(initializer),
  }));
}

function ruleOfAction(initializer: ts.Expression | undefined): string | null {
  if (!initializer || !ts.isCallExpression(initializer)) return null;
  const maker = initializer.expression.getText();
  if (maker === 'publicAction') return 'public';
  return maker === 'authorizedAction' && initializer.arguments[0] ? ruleIn(initializer.arguments[0]) : null;
}

/** `{ requires: 'users:read' }`, `{ role: 'ADMIN' }`, `{ signedIn: true }`, or nothing, which means signed in. */
function ruleIn(options: ts.Expression | undefined): string | null {
  if (!options) return 'signed-in';
  if (!ts.isObjectLiteralExpression(options)) return null;
  for (const property of options.properties) {
    if (!ts.isPropertyAssignment(property)) continue;
    const { initializer } = property;
    const name = property.name.getText();
    if (name === 'requires' && ts.isStringLiteral(initializer)) return initializer.text;
    if (name === 'role' && ts.isStringLiteral(initializer)) return `role:${initializer.text}`;
    if (name === 'signedIn' && initializer.kind === ts.SyntaxKind.TrueKeyword) return 'signed-in';
  }
  return options.properties.length === 0 ? 'signed-in' : null;
}

/** Functions that declare themselves an action in their own body: a bare action that nothing guards. */
function inlineActions(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node) && isDirective(node.statements[0], 'use server')) {
      found.push(`(line ${source.getLineAndCharacterOfPosition(node.pos).line + 1})`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isDirective(statement: ts.Statement | undefined, text: string): boolean {
  if (!statement || !ts.isExpressionStatement(statement)) return false;
  return ts.isStringLiteral(statement.expression) && statement.expression.text === text;
}

function isExported(node: ts.Node): boolean {
  return ts.isExportDeclaration(node) || ts.isExportAssignment(node) || hasModifier(node, ts.SyntaxKind.ExportKeyword);
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind);
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(spec|d)\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
