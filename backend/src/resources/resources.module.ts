import { Module } from '@nestjs/common';
import { ResourceListService } from './resource-list.service';
import { ResourcePurgeService } from './resource-purge.service';
import { ResourcesController } from './resources.controller';
import { ResourcesService } from './resources.service';

@Module({
  controllers: [ResourcesController],
  providers: [ResourceListService, ResourcePurgeService, ResourcesService],
})
export class ResourcesModule {}
