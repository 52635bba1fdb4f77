import { InjectionToken } from '@angular/core';

import { type EnginePort, startEngine } from './engine-worker';

export const ENGINE_PORT = new InjectionToken<EnginePort>('engine port', {
  providedIn: 'root',
  factory: startEngine,
});
