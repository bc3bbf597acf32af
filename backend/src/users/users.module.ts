import { Module } from '@nestjs/common';
import { RolesModule } from '../roles/roles.module';
import { MeController } from './me.controller';
import { UserListService } from './user-list.service';
import { UsersController } from './users.controller';
import { UsersService } from './users.service';

@Module({
  imports: [RolesModule],
  controllers: [MeController, UsersController],
  providers: [UserListService, UsersService],
  exports: [UsersService],
})
export class UsersModule {}
