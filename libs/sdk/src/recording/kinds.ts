import { tagOf } from './plain.js';

const ownWordsOfError = ['name', 'message', 'stack', 'cause', 'errors'];

/** Name, message, stack and cause are not enumerable, so JSON.stringify does not see them. */
export function membersOfError(error: object): string[] {
  const more = Object.keys(error).filter((key) => !ownWordsOfError.includes(key));
  return [...ownWordsOfError.filter((key) => key in error), ...more];
}

/** Raw bytes; arrays of larger numbers are lists of numbers. */
export function isBytes(object: object): object is Uint8Array | ArrayBuffer {
  return /^(Uint8(Clamped)?Array|(Shared)?ArrayBuffer|DataView)$/.test(tagOf(object));
}

export function isNumberArray(object: object): object is Float64Array {
  return ArrayBuffer.isView(object) && !isBytes(object);
}

export function base64(bytes: Uint8Array | ArrayBuffer): string {
  const { buffer = bytes as ArrayBuffer, byteOffset } = bytes as Partial<Uint8Array>;
  const view = new Uint8Array(buffer, byteOffset, bytes.byteLength);
  let binary = '';
  for (let at = 0; at < view.length; at += 8192) binary += String.fromCharCode(...view.subarray(at, at + 8192));
  return btoa(binary);
}
