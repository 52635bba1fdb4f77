import 'reflect-metadata';
import { parentPort, workerData } from 'node:worker_threads';
import { NestFactory } from '@nestjs/core';
import { ProcessorThreadModule } from './app.module.js';
import { openBackends } from './backends.js';
import { loggerOf } from './config/logger.js';
import type { ProcessorThreadData } from './processor-thread.js';

const { config, databaseUrl } = workerData as ProcessorThreadData;

const context = await NestFactory.createApplicationContext(
  ProcessorThreadModule.of(config, await openBackends(config, databaseUrl)),
  { abortOnError: false, logger: loggerOf(config.logLevel) },
);
parentPort?.once('message', () => void context.close().then(() => parentPort?.close()));
parentPort?.postMessage('ready');
