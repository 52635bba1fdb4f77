import 'reflect-metadata';
import { parentPort, workerData } from 'node:worker_threads';
import { NestFactory } from '@nestjs/core';
import { openBackends } from './backends.js';
import { loggerOf } from './config/logger.js';
import { makeNice } from './config/thread-priority.js';
import { AcceptLoad } from './queue/accept-load.js';
import { ProcessorThreadModule } from './processor-thread.module.js';
import { reportEveryMs, type ProcessorReport, type ProcessorThreadData } from './processor-thread.js';
import { ConsumerWatch } from './processor/consumer-watch.js';
import { ProcessorMetrics } from './processor/processor-metrics.js';

// On two busy cores, who waits for an answer goes first; what was accepted can wait.
makeNice(10);
const { config, databaseUrl, acceptMemory } = workerData as ProcessorThreadData;

const context = await NestFactory.createApplicationContext(
  ProcessorThreadModule.of(config, await openBackends(config, databaseUrl, new AcceptLoad(acceptMemory))),
  { abortOnError: false, logger: loggerOf(config.logLevel) },
);
const metrics = context.get(ProcessorMetrics);
const watch = context.get(ConsumerWatch);
const report = async (): Promise<ProcessorReport> => ({
  metrics: await metrics.registry.getMetricsAsJSON(),
  trouble: watch.trouble,
});
setInterval(() => void report().then((said) => parentPort?.postMessage(said)), reportEveryMs).unref();
parentPort?.once('message', () => void context.close().then(() => parentPort?.close()));
parentPort?.postMessage('ready');
