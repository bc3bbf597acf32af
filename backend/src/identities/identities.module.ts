import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../api-keys/api-keys.module';
import { MailModule } from '../mail/mail.module';
import { MailedTokensModule } from '../mailed-tokens/mailed-tokens.module';
import { ThrottleModule } from '../throttle/throttle.module';
import { UsersModule } from '../users/users.module';
import { GitHubProofs } from './github-proofs';
import { IdTokenProofs } from './id-token-proofs';
import { IdentitiesService } from './identities.service';
import { IdentityRows } from './identity-rows';
import { MyIdentitiesController } from './my-identities.controller';
import { OauthController } from './oauth.controller';
import { OauthService } from './oauth.service';
import { ProviderProofs } from './provider-proofs';
import { UsedProofPurgeService } from './used-proof-purge.service';

@Module({
  imports: [ApiKeysModule, MailModule, MailedTokensModule, ThrottleModule, UsersModule],
  controllers: [MyIdentitiesController, OauthController],
  providers: [
    GitHubProofs,
    IdTokenProofs,
    IdentitiesService,
    IdentityRows,
    OauthService,
    ProviderProofs,
    UsedProofPurgeService,
  ],
  exports: [IdentityRows],
})
export class IdentitiesModule {}
