import { Module } from '@nestjs/common';
import { AccessMatrixController } from './access-matrix.controller';
import { AccessMatrixService } from './access-matrix.service';
import { RolesController } from './roles.controller';
import { RolesService } from './roles.service';

@Module({
  controllers: [AccessMatrixController, RolesController],
  providers: [AccessMatrixService, RolesService],
  exports: [AccessMatrixService, RolesService],
})
export class RolesModule {}
