import { ApiProperty } from '@nestjs/swagger';

/** @see RFC 7517 section 4 */
export class PublicKeyDto {
  /** Thumbprint of the key (RFC 7638), which the header of a token names. */
  @ApiProperty({ example: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo' })
  kid: string;
  @ApiProperty({ example: 'EC' })
  kty: string;
  @ApiProperty({ example: 'P-256' })
  crv: string;
  @ApiProperty({ example: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU' })
  x: string;
  @ApiProperty({ example: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0' })
  y: string;
  alg: 'ES256';
  use: 'sig';
}

/** @see RFC 7517 section 5 */
export class JwksDto {
  keys: PublicKeyDto[];
}
