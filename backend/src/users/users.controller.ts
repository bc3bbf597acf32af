import { Body, Controller, Get, Param, Patch, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, CurrentCaller } from '../access/caller';
import { FreshProof } from '../access/fresh-proof';
import { Requires } from '../access/rules';
import { ApiProblems } from '../http/api-problems';
import { IdParam } from '../http/params';
import { UserListService } from './user-list.service';
import { SetRoleDto, UpdateUserDto, UserDto, UserPageDto, UsersQuery } from './users.dto';
import { UsersService } from './users.service';

@ApiTags('Users')
@Controller('v1/users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly userList: UserListService,
  ) {}

  /** People's accounts, page by page. */
  @Get()
  @Requires('users:read')
  list(@Query() query: UsersQuery): Promise<UserPageDto> {
    return this.userList.list(query);
  }

  /** One person's account. */
  @Get(':id')
  @Requires('users:read')
  @ApiProblems('not_found')
  get(@Param() { id }: IdParam): Promise<UserDto> {
    return this.users.get(id);
  }

  /** Renames, disables or enables somebody. Not one's own status, nobody who may do more, not the last administrator. */
  @Patch(':id')
  @Requires('users:update')
  @ApiProblems('not_found', 'conflict')
  update(@CurrentCaller() caller: Caller, @Param() { id }: IdParam, @Body() changes: UpdateUserDto): Promise<UserDto> {
    return this.users.update(caller, id, changes);
  }

  /** Gives somebody another role. Not oneself, nobody who may do more, no role that may do more, not the last administrator. */
  @Put(':id/role')
  @Requires('users:set-role')
  @FreshProof()
  @ApiProblems('not_found', 'conflict')
  setRole(@CurrentCaller() caller: Caller, @Param() { id }: IdParam, @Body() { role }: SetRoleDto): Promise<UserDto> {
    return this.users.setRole(caller, id, role);
  }
}
