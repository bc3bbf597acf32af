import { createHmac, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import { createParamDecorator, Injectable, PipeTransform, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../clock';
import { Config } from '../config';
import type { RateLimit } from './rate-limit';

/** Where a request comes from. */
export interface ClientInfo {
  /** The person's address: the browser's when our web app vouches for it, else the peer's. */
  ip: string;
  userAgent: string;
  /** `X-Request-Id` of this request. */
  requestId: string;
  /** Whether our web app proved itself. */
  isWebApp: boolean;
  /** The browser may never see the tokens that this call uses, so it confirms nothing. */
  isUnconfirmed: boolean;
  /** Id of the device, when the web app knows that the account in question has signed in on it before. */
  knownDevice: string | null;
  /** Notes for the headers of the answer what a policy leaves this caller; missing where nobody is answered. */
  tell?: (limit: RateLimit) => void;
}

const HEADER = 'x-web-client';
/** How far the clocks of API and web app may differ, and how long a captured header is of use. */
const MAX_AGE_SECONDS = 60;
const USER_AGENT_LENGTH = 512;
const DEVICE = /^[\w-]{16,64}$/;

type Claims = Partial<Record<'ip' | 'iat' | 'unconfirmed' | 'device', unknown>>;

/**
 * Tells the person's address apart from the web app's. The proof is
 * `base64url(JSON) "." base64url(HMAC-SHA-256(WEB_CLIENT_SECRET, "web-client." base64url(JSON)))`.
 * Without it, or with a wrong one, the caller counts as any client.
 */
@Injectable()
export class ClientInfoPipe implements PipeTransform<FastifyRequest, ClientInfo> {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  transform(request: FastifyRequest): ClientInfo {
    const claims = this.verified(request.headers[HEADER]);
    const userAgent = (request.headers['user-agent'] ?? '').slice(0, USER_AGENT_LENGTH);
    // With trusted proxies `request.ip` is what one of them wrote, which may be no address at all.
    const ip = plainAddress(claims?.ip) ?? plainAddress(request.ip) ?? plainAddress(request.socket.remoteAddress) ?? '';
    const isUnconfirmed = claims?.unconfirmed === true;
    const knownDevice = typeof claims?.device === 'string' && DEVICE.test(claims.device) ? claims.device : null;
    const tell = (limit: RateLimit) => void (request.rateLimits ??= new Map()).set(limit.name, limit);
    return { ip, userAgent, requestId: request.id, isWebApp: claims !== undefined, isUnconfirmed, knownDevice, tell };
  }

  private verified(header: string | string[] | undefined): Claims | undefined {
    if (typeof header !== 'string' || header.length > 1024) return undefined;
    const [payload, proof, ...rest] = header.split('.');
    if (!payload || !proof || rest.length > 0) return undefined;
    const expected = createHmac('sha256', this.config.webClientSecret).update(`web-client.${payload}`).digest();
    const given = Buffer.from(proof, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Claims;
    if (typeof claims.iat !== 'number') return undefined;
    const ageSeconds = this.clock.now() / 1000 - claims.iat;
    return Math.abs(ageSeconds) <= MAX_AGE_SECONDS ? claims : undefined;
  }
}

/** One spelling an address, without the zone of a link; undefined for what is none. At most 45 characters. */
function plainAddress(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const address = text.replace(/^::ffff:(?=[\d.]+$)/i, '').replace(/%.*$/s, '');
  return isIP(address) ? address : undefined;
}

/** The request itself, for a pipe to make something of. */
export const RequestParam = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<FastifyRequest>(),
);

/** Where the request of this door comes from. */
export const Client = () => RequestParam(ClientInfoPipe);
