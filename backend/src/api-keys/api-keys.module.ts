import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module';
import { UsersModule } from '../users/users.module';
import { ApiKeyPurgeService } from './api-key-purge.service';
import { ApiKeysService } from './api-keys.service';
import { MyApiKeysController } from './my-api-keys.controller';
import { UserApiKeysController } from './user-api-keys.controller';

@Module({
  imports: [MailModule, UsersModule],
  controllers: [MyApiKeysController, UserApiKeysController],
  providers: [ApiKeyPurgeService, ApiKeysService],
  exports: [ApiKeysService],
})
export class ApiKeysModule {}
