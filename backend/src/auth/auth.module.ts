import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { MailModule } from '../mail/mail.module';
import { ThrottleModule } from '../throttle/throttle.module';
import { TokensModule } from '../tokens/tokens.module';
import { UsersModule } from '../users/users.module';
import { ApiKeyCallers } from './api-key-callers';
import { AuthController } from './auth.controller';
import { AuthService } from './auth.service';
import { JwtStrategy } from './jwt.strategy';
import { MyAccountController } from './my-account.controller';
import { PasswordProof } from './password-proof';
import { Passwords } from './passwords';
import { SignIns } from './sign-ins';
import { UserSessionsController } from './user-sessions.controller';
import { UserSessionsService } from './user-sessions.service';
import { VerifiedTokens } from './verified-tokens';

@Module({
  imports: [MailModule, PassportModule, ThrottleModule, TokensModule, UsersModule],
  controllers: [AuthController, MyAccountController, UserSessionsController],
  providers: [
    ApiKeyCallers,
    AuthService,
    JwtStrategy,
    PasswordProof,
    Passwords,
    SignIns,
    UserSessionsService,
    VerifiedTokens,
  ],
  // Who can be calling, for the guard before every door.
  exports: [ApiKeyCallers, JwtStrategy, PasswordProof, Passwords, VerifiedTokens],
})
export class AuthModule {}
