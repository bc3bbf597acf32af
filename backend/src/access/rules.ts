import { SetMetadata } from '@nestjs/common';
import type { Permission } from './permissions';

/** What a door asks of its caller. */
export type Rule =
  | { kind: 'public' }
  | { kind: 'signed-in' }
  | { kind: 'permission'; permission: Permission }
  | { kind: 'role'; role: string };

export const RULE = 'latchkey:rule';
export const SESSION_ONLY = 'latchkey:session-only';

/** Collects rules instead of overwriting, so that a second one on the same door is found at boot. */
function declareRule(rule: Rule): MethodDecorator {
  return (_target, _key, descriptor: PropertyDescriptor) => {
    const handler = descriptor.value as object;
    const rules = (Reflect.getOwnMetadata(RULE, handler) as Rule[] | undefined) ?? [];
    Reflect.defineMetadata(RULE, [...rules, rule], handler);
  };
}

/** Anybody may come, without a token too. */
export const Public = () => declareRule({ kind: 'public' });

/** Any valid access token or API key will do. */
export const SignedIn = () => declareRule({ kind: 'signed-in' });

/** Asks for a permission; how far it reaches is decided in the query, by `within()`. */
export const Requires = (permission: Permission) => declareRule({ kind: 'permission', permission });

/** Asks for a role. Only for what may not be granted, such as editing roles. */
export const Roles = (role: string) => declareRule({ kind: 'role', role });

/** An API key must not come here, whatever its scopes. */
export const SessionOnly = () => SetMetadata(SESSION_ONLY, true);

/** The one rule of a handler; undefined when there is none or more than one, which closes the door. */
export function ruleOf(handler: object): Rule | undefined {
  let rules = known.get(handler);
  if (!rules) known.set(handler, (rules = rulesOf(handler)));
  return rules.length === 1 ? rules[0] : undefined;
}

/** Rules do not change once the class is there, and looking metadata up is not free. */
const known = new WeakMap<object, Rule[]>();

export function rulesOf(handler: object): Rule[] {
  return (Reflect.getOwnMetadata(RULE, handler) as Rule[] | undefined) ?? [];
}

export function isSessionOnly(handler: object): boolean {
  return Reflect.getOwnMetadata(SESSION_ONLY, handler) === true;
}

/** A rule as the access matrix writes it. */
export function ruleName(rule: Rule): string {
  if (rule.kind === 'permission') return rule.permission;
  return rule.kind === 'role' ? `role:${rule.role}` : rule.kind;
}
