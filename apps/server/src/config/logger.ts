import { ConsoleLogger } from '@nestjs/common';
import type { LogLevel } from './environment.js';

const levels = ['error', 'warn', 'log', 'debug'] as const;

export const loggerOf = (least: LogLevel): ConsoleLogger =>
  new ConsoleLogger({
    logLevels: ['fatal', ...levels.slice(0, levels.indexOf(least) + 1)],
    prefix: 'flow-trail',
    timestamp: false,
  });
