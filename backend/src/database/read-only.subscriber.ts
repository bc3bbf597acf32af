import { EventSubscriber, type EntitySubscriberInterface } from 'typeorm';
import { UnitOfWorkMisuse } from './errors';

/**
 * Keeps transactions away from the reading side. On SQLite all readers share one connection, and a transaction there
 * would freeze what everybody sees. TypeORM's `save()` begins one too, so it is told where writes belong.
 */
@EventSubscriber()
export class ReadOnlySubscriber implements EntitySubscriberInterface {
  beforeTransactionStart(): void {
    throw new UnitOfWorkMisuse('database.manager only reads. Write with the manager of database.write().');
  }
}
