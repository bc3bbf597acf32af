import { Module } from '@nestjs/common';
import { RolesModule } from '../roles/roles.module';
import { MeController } from './me.controller';
import { UserAccounts } from './user-accounts';
import { UserEnds } from './user-ends';
import { UserListService } from './user-list.service';
import { UserRows } from './user-rows';
import { UserSearch } from './user-search';
import { UsersController } from './users.controller';
import { UsersService } from './users.service';

@Module({
  imports: [RolesModule],
  controllers: [MeController, UsersController],
  providers: [UserAccounts, UserEnds, UserListService, UserRows, UserSearch, UsersService],
  exports: [UserAccounts, UserEnds, UsersService],
})
export class UsersModule {}
