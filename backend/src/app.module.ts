import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access/access.guard';
import { AccessModule } from './access/access.module';
import { AccountsModule } from './accounts/accounts.module';
import { ApiKeysModule } from './api-keys/api-keys.module';
import { AuditModule } from './audit/audit.module';
import { AuthModule } from './auth/auth.module';
import { WhoGuard } from './auth/who.guard';
import type { Config } from './config';
import { CoreModule } from './core.module';
import { DatabaseModule } from './database/database.module';
import { DocsModule } from './docs/docs.module';
import { ENTITIES } from './entities';
import { HealthModule } from './health/health.module';
import { ProblemFilter } from './http/problem.filter';
import { StrayInputGuard } from './http/stray-input.guard';
import { IdempotencyModule } from './idempotency/idempotency.module';
import { IdentitiesModule } from './identities/identities.module';
import { MailModule } from './mail/mail.module';
import { MailedTokensModule } from './mailed-tokens/mailed-tokens.module';
import { PersonalDataModule } from './personal-data/personal-data.module';
import { ResourcesModule } from './resources/resources.module';
import { RolesModule } from './roles/roles.module';
import { SessionsModule } from './sessions/sessions.module';
import { TokensModule } from './tokens/tokens.module';
import { UsersModule } from './users/users.module';

/** The features, and the order in which every request passes the guards. */
@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CoreModule.with(config),
        DatabaseModule.forRoot(ENTITIES),
        AccessModule,
        AuditModule,
        IdempotencyModule,
        TokensModule,
        MailedTokensModule,
        MailModule,
        SessionsModule,
        AuthModule,
        UsersModule,
        AccountsModule,
        ApiKeysModule,
        IdentitiesModule,
        PersonalDataModule,
        RolesModule,
        ResourcesModule,
        HealthModule,
        DocsModule,
      ],
      providers: [
        // Order counts: who is calling, then what they may, then whether the door takes what they bring.
        { provide: APP_GUARD, useClass: WhoGuard },
        { provide: APP_GUARD, useExisting: AccessGuard },
        { provide: APP_GUARD, useClass: StrayInputGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
