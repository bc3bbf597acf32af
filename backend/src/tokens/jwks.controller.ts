import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/rules';
import { IfNoneMatch } from '../http/params';
import { JwksDto } from './jwks.dto';
import { JWKS_MAX_AGE_SECONDS } from './key-generations';
import { SigningKeys } from './signing-keys';

@ApiTags('Machines')
@Controller('.well-known')
export class JwksController {
  constructor(private readonly keys: SigningKeys) {}

  /**
   * The public keys that verify access tokens (RFC 7517). Ask again every five minutes, and when a token names a key that
   * you do not know: keys change.
   */
  @Get('jwks.json')
  @Public()
  @Header('Cache-Control', `public, max-age=${JWKS_MAX_AGE_SECONDS}`)
  @ApiHeader({ name: 'If-None-Match', required: false, description: 'The `ETag` of what you have.' })
  @ApiOkResponse({ type: JwksDto, headers: { ETag: { description: 'Of these keys.', schema: { type: 'string' } } } })
  @ApiResponse({ status: 304, description: 'What you have is what there is.' })
  jwks(@IfNoneMatch() known: readonly string[], @Res({ passthrough: true }) reply: FastifyReply): JwksDto | undefined {
    const { etag, jwks } = this.keys;
    void reply.header('etag', etag);
    if (!known.includes(etag)) return jwks;
    void reply.code(304);
    return undefined;
  }
}
