import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem';
import { unknownField } from './validation';

interface Inputs {
  takesBody: boolean;
  takesQuery: boolean;
}

/**
 * Refuses parameters and fields at doors that take none. Where a door has a DTO, validation refuses what the DTO does
 * not know; without one, nothing would look.
 */
@Injectable()
export class StrayInputGuard implements CanActivate {
  private readonly inputs = new WeakMap<object, Inputs>();

  canActivate(context: ExecutionContext): boolean {
    const { query, body } = context.switchToHttp().getRequest<FastifyRequest>();
    const { takesBody, takesQuery } = this.inputsOf(context);
    const stray = [...(takesQuery ? [] : namesIn(query)), ...(takesBody ? [] : namesIn(body))];
    if (stray.length === 0) return true;
    throw new Problem('validation_failed', { errors: stray.map(unknownField) });
  }

  private inputsOf(context: ExecutionContext): Inputs {
    const handler = context.getHandler();
    const known = this.inputs.get(handler);
    if (known) return known;
    // Keys are `<kind of parameter>:<position>`.
    const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler.name) as object | undefined;
    const kinds = new Set(Object.keys(parameters ?? {}).map((key) => Number(key.split(':', 1)[0])));
    const inputs = { takesBody: kinds.has(RouteParamtypes.BODY), takesQuery: kinds.has(RouteParamtypes.QUERY) };
    this.inputs.set(handler, inputs);
    return inputs;
  }
}

function namesIn(input: unknown): string[] {
  return typeof input === 'object' && input !== null ? Object.keys(input) : [];
}
