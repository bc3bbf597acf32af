import { Injectable, type PipeTransform } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type ClientInfo, ClientInfoPipe, RequestParam } from '../http/client-info';
import { Problem } from '../http/problem';
import type { Actor } from './actor';

/** Who is calling, and from where: what an act is recorded with. */
export interface Caller {
  readonly actor: Actor;
  readonly client: ClientInfo;
}

@Injectable()
export class CallerPipe implements PipeTransform<FastifyRequest, Caller> {
  constructor(private readonly clientInfo: ClientInfoPipe) {}

  transform(request: FastifyRequest): Caller {
    const { actor } = request;
    if (!actor) throw new Problem('authentication_required');
    return { actor, client: this.clientInfo.transform(request) };
  }
}

/** The caller of a door that changes something and is not public. */
export const CurrentCaller = () => RequestParam(CallerPipe);
