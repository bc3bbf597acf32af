import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../api-keys/api-keys.module';
import { AuthModule } from '../auth/auth.module';
import { IdentitiesModule } from '../identities/identities.module';
import { MailModule } from '../mail/mail.module';
import { MailedTokensModule } from '../mailed-tokens/mailed-tokens.module';
import { ThrottleModule } from '../throttle/throttle.module';
import { UsersModule } from '../users/users.module';
import { AccountsController } from './accounts.controller';
import { EmailChangeController } from './email-change.controller';
import { EmailChangeService } from './email-change.service';
import { InvitationsController } from './invitations.controller';
import { InvitationsService } from './invitations.service';
import { RecoveryService } from './recovery.service';
import { SignUpService } from './sign-up.service';

@Module({
  imports: [ApiKeysModule, AuthModule, IdentitiesModule, MailModule, MailedTokensModule, ThrottleModule, UsersModule],
  controllers: [AccountsController, EmailChangeController, InvitationsController],
  providers: [EmailChangeService, InvitationsService, RecoveryService, SignUpService],
})
export class AccountsModule {}
