import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { databaseOptions, entities } from './database.js';
import { ObjectStore } from './object-store/object-store.js';

/** PostgreSQL for what is searched, an object store for what is heavy. */
@Global()
@Module({})
export class StorageModule {
  static with(databaseUrl: string, objects: ObjectStore, queryTimeout: number): DynamicModule {
    return {
      module: StorageModule,
      imports: [
        TypeOrmModule.forRoot({ ...databaseOptions(databaseUrl, queryTimeout), retryAttempts: 3, retryDelay: 1000 }),
        TypeOrmModule.forFeature(entities),
      ],
      providers: [{ provide: ObjectStore, useValue: objects }],
      exports: [ObjectStore, TypeOrmModule],
    };
  }
}
