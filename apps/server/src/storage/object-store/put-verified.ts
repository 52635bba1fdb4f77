import { StoreUnavailable, type ObjectStore } from './object-store.js';

/** Stores an object and looks whether all of it is there. @throws StoreUnavailable */
export async function putVerified(objects: ObjectStore, key: string, bytes: Uint8Array): Promise<void> {
  await objects.put(key, bytes);
  await expectStored(objects, key, bytes.byteLength);
}

/** Some stores say yes to what they did not keep. @throws StoreUnavailable */
export async function expectStored(objects: ObjectStore, key: string, bytes: number): Promise<void> {
  const stored = await objects.head(key);
  if (stored?.bytes === bytes) return;
  throw new StoreUnavailable(`The object store kept ${stored?.bytes ?? 'none'} of ${bytes} bytes.`);
}
