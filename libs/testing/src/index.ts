export { aPush, PushBuilder } from './push-builder.js';
export { TestClient } from './test-client.js';
export type { SendOptions } from './test-client.js';
