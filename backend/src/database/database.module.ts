import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Config } from '../config';
import { Database } from './database';

/** Opens the database at start, before anything is served, and closes it last. */
@Global()
@Module({})
export class DatabaseModule {
  /** @param entities every table of the application */
  static forRoot(entities: readonly Function[]): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        {
          provide: Database,
          inject: [Config],
          useFactory: ({ databaseUrl }: Config) => Database.open({ url: databaseUrl, entities }),
        },
      ],
      exports: [Database],
    };
  }
}
