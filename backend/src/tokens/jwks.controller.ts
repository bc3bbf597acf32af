import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../access/rules';
import { JwksDto } from './jwks.dto';
import { SigningKeys } from './signing-keys';

@ApiTags('Machines')
@Controller('.well-known')
export class JwksController {
  constructor(private readonly keys: SigningKeys) {}

  /** The public keys that verify access tokens (RFC 7517). */
  @Get('jwks.json')
  @Public()
  @Header('Cache-Control', 'public, max-age=300')
  jwks(): JwksDto {
    return this.keys.jwks();
  }
}
