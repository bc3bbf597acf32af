import { Module } from '@nestjs/common';
import { ExportService } from './export.service';
import { PersonalDataController } from './personal-data.controller';

@Module({
  controllers: [PersonalDataController],
  providers: [ExportService],
})
export class PersonalDataModule {}
