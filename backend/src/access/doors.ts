import { Injectable, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { KnownMethods } from '../http/problem.filter';
import { needsFreshProof } from './fresh-proof';
import { isSessionOnly, Rule, ruleName, rulesOf } from './rules';

/** One way into the API. */
export interface Door {
  method: string;
  /** As routed, e.g. `/v1/users/:id`. */
  path: string;
  rule: Rule;
  isSessionOnly: boolean;
  /** Whether the caller must have proven who they are within the last 10 minutes. */
  needsFreshProof: boolean;
}

/** A route that was registered with the HTTP server, by whatever means. */
export interface RegisteredRoute {
  method: string;
  path: string;
}

/**
 * Every door of the API, found by walking the controllers; compared with what the HTTP server really routes,
 * so that a route made behind the guards' back stops the boot too.
 */
@Injectable()
export class Doors extends KnownMethods {
  private doors: Door[] = [];
  private methodsByShape: { shape: RegExp; method: string }[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {
    super();
  }

  list(): readonly Door[] {
    return this.doors;
  }

  /** @param path as routed */
  find(method: string, path: string): Door | undefined {
    return this.doors.find((door) => door.method === method && door.path === path);
  }

  override at(path: string): string[] {
    const methods = this.methodsByShape.filter(({ shape }) => shape.test(path)).map(({ method }) => method);
    return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
  }

  /**
   * Collects the doors.
   * @throws Error naming each door without exactly one rule, and each route that is no door
   */
  open(routes: readonly RegisteredRoute[]): void {
    const faults: string[] = [];
    this.doors = this.discovery.getControllers().flatMap(({ instance, metatype }) => {
      const prototype = Object.getPrototypeOf(instance) as object;
      const base = pathsOf(metatype as object)[0] ?? '';
      return this.scanner
        .getAllMethodNames(prototype)
        .flatMap((name) => this.doorsOf(metatype?.name ?? '', name, base, prototype, faults));
    });
    const declared = new Set(this.doors.map(({ method, path }) => `${method} ${path}`));
    for (const { method, path } of routes) {
      // Fastify answers HEAD by the route of GET.
      if (!declared.has(`${method === 'HEAD' ? 'GET' : method} ${path}`)) {
        faults.push(`${method} ${path} is routed without a controller: serve it from one, with a rule.`);
      }
    }
    if (faults.length > 0)
      throw new Error(`Doors without a rule stay closed, and so does this API:\n- ${faults.join('\n- ')}`);
    this.methodsByShape = this.doors.map(({ method, path }) => ({ method, shape: shapeOf(path) }));
  }

  private doorsOf(controller: string, name: string, base: string, prototype: object, faults: string[]): Door[] {
    const handler = (prototype as Record<string, unknown>)[name] as object;
    const method: unknown = Reflect.getMetadata(METHOD_METADATA, handler);
    if (typeof method !== 'number') return [];
    const rules = rulesOf(handler);
    const [rule] = rules;
    if (!rule || rules.length > 1) {
      const found = rules.length > 1 ? rules.map(ruleName).join(' and ') : 'no rule';
      faults.push(
        `${controller}.${name} has ${found}: put exactly one of @Public(), @SignedIn(), @Requires(…), @Roles(…) on it.`,
      );
      return [];
    }
    return pathsOf(handler).map((path) => ({
      method: RequestMethod[method] ?? '',
      path: `/${[base, path]
        .map((part) => part.replace(/^\/|\/$/g, ''))
        .filter(Boolean)
        .join('/')}`,
      rule,
      isSessionOnly: isSessionOnly(handler),
      needsFreshProof: needsFreshProof(handler),
    }));
  }
}

function pathsOf(target: object): string[] {
  const path: unknown = Reflect.getMetadata(PATH_METADATA, target);
  return Array.isArray(path) ? (path as string[]) : [typeof path === 'string' ? path : ''];
}

function shapeOf(path: string): RegExp {
  const pattern = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:[A-Za-z]+/g, '[^/]+');
  return new RegExp(`^${pattern}$`);
}
