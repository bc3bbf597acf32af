import { Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, CurrentCaller } from '../access/caller';
import { FreshProof } from '../access/fresh-proof';
import { Requires, SessionOnly } from '../access/rules';
import { ApiProblems } from '../http/api-problems';
import { IdParam } from '../http/params';
import { UserDto } from '../users/users.dto';
import { DeletionsService } from './deletions.service';

@ApiTags('Users')
@Controller('v1/users')
export class UserDeletionController {
  constructor(private readonly deletions: DeletionsService) {}

  /**
   * Disables an account now and deletes it in 14 days, with all that belongs to it: also the resources that others may
   * read. Not one's own, nobody who may do more, not the last administrator.
   */
  @Delete(':id')
  @HttpCode(204)
  @Requires('users:delete')
  @FreshProof()
  @ApiProblems('not_found', 'conflict')
  delete(@CurrentCaller() caller: Caller, @Param() { id }: IdParam): Promise<void> {
    return this.deletions.deleteOther(caller, id);
  }

  /** Keeps an account that was to be deleted, whoever wished it. Its status is again what it was. Repeats do no harm. */
  @Post(':id/restore')
  @HttpCode(200)
  @Requires('users:delete')
  @SessionOnly()
  @ApiProblems('not_found', 'conflict')
  restore(@CurrentCaller() caller: Caller, @Param() { id }: IdParam): Promise<UserDto> {
    return this.deletions.restore(caller, id);
  }
}
