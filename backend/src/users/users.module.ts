import { Module } from '@nestjs/common';
import { RolesModule } from '../roles/roles.module';
import { MeController } from './me.controller';
import { UserAccounts } from './user-accounts';
import { UserListService } from './user-list.service';
import { UserRows } from './user-rows';
import { UserSearch } from './user-search';
import { UsersController } from './users.controller';
import { UsersService } from './users.service';

@Module({
  imports: [RolesModule],
  controllers: [MeController, UsersController],
  providers: [UserAccounts, UserListService, UserRows, UserSearch, UsersService],
  exports: [UserAccounts, UsersService],
})
export class UsersModule {}
