import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor } from '../access/actor';
import { Caller, CurrentCaller } from '../access/caller';
import { SessionOnly, SignedIn } from '../access/rules';
import { MeDto, UpdateMeDto } from './users.dto';
import { UsersService } from './users.service';

@ApiTags('Account')
@Controller('v1/me')
export class MeController {
  constructor(private readonly users: UsersService) {}

  /** Who is calling, and what they may do. */
  @Get()
  @SignedIn()
  get(@CurrentActor() actor: Actor): MeDto {
    return this.users.getMe(actor);
  }

  /** Changes the caller's own account. */
  @Patch()
  @SignedIn()
  @SessionOnly()
  update(@CurrentCaller() caller: Caller, @Body() changes: UpdateMeDto): Promise<MeDto> {
    return this.users.updateMe(caller, changes);
  }
}
