import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { AccessTokens } from './access-tokens';
import { JwksController } from './jwks.controller';
import { RefreshTokens } from './refresh-tokens';
import { SigningKeys } from './signing-keys';

@Module({
  imports: [JwtModule.register({})],
  controllers: [JwksController],
  providers: [AccessTokens, RefreshTokens, SigningKeys],
  exports: [AccessTokens, RefreshTokens, SigningKeys],
})
export class TokensModule {}
