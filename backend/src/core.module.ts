import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Clock } from './clock';
import { Config } from './config';
import { ClientInfoPipe } from './http/client-info';

/** What everybody needs and nobody owns. */
@Global()
@Module({})
export class CoreModule {
  static with(config: Config): DynamicModule {
    return {
      module: CoreModule,
      providers: [{ provide: Config, useValue: config }, Clock, ClientInfoPipe],
      exports: [Config, Clock, ClientInfoPipe],
    };
  }
}
