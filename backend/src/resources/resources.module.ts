import { Module } from '@nestjs/common';
import { ResourceListService } from './resource-list.service';
import { ResourcesController } from './resources.controller';
import { ResourcesService } from './resources.service';

@Module({ controllers: [ResourcesController], providers: [ResourceListService, ResourcesService] })
export class ResourcesModule {}
