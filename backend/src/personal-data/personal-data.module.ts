import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module';
import { MailModule } from '../mail/mail.module';
import { MailedTokensModule } from '../mailed-tokens/mailed-tokens.module';
import { ThrottleModule } from '../throttle/throttle.module';
import { UsersModule } from '../users/users.module';
import { DeletionsService } from './deletions.service';
import { Eraser } from './eraser';
import { ExportController } from './export.controller';
import { ExportService } from './export.service';
import { MyDeletionController } from './my-deletion.controller';
import { UserDeletionController } from './user-deletion.controller';

/** The end of accounts, and what their owners take along. */
@Module({
  imports: [AuthModule, MailModule, MailedTokensModule, ThrottleModule, UsersModule],
  controllers: [ExportController, MyDeletionController, UserDeletionController],
  providers: [DeletionsService, Eraser, ExportService],
})
export class PersonalDataModule {}
