import { tagOf } from './plain.js';

/** What stands for a value that JSON has no word for: `{"$ft": kind, …words, …members}`. */
export interface Marker {
  kind: string;
  /** Printed as they are. */
  words?: Record<string, string | number | undefined>;
  /** Members of the value itself that say more, enumerable or not. */
  members?: readonly string[];
}

const ownWordsOfError = ['name', 'message', 'stack', 'cause', 'errors'];

/** Values of the language and the platform whose content is not in their members. Undefined for every other object. */
export function kindOf(object: object): Marker | undefined {
  if (isBytes(object)) return { kind: tagOf(object), words: { length: object.byteLength, base64: base64(object) } };
  switch (tagOf(object)) {
    case 'Error':
    case 'DOMException':
      return { kind: 'error', members: membersOfError(object) };
    case 'RegExp':
      return { kind: 'regexp', words: { value: String(object) } };
    case 'Promise':
      return { kind: 'promise' };
    default:
      return object instanceof Error ? { kind: 'error', members: membersOfError(object) } : undefined;
  }
}

/** Name, message, stack and cause are not enumerable, so JSON.stringify does not see them. */
function membersOfError(error: object): string[] {
  const more = Object.keys(error).filter((key) => !ownWordsOfError.includes(key));
  return [...ownWordsOfError.filter((key) => key in error), ...more];
}

/** Raw bytes; arrays of larger numbers are lists of numbers. */
export function isBytes(object: object): object is Uint8Array | ArrayBuffer {
  return ['Uint8Array', 'Uint8ClampedArray', 'ArrayBuffer', 'SharedArrayBuffer', 'DataView'].includes(tagOf(object));
}

export function isNumberArray(object: object): object is Float64Array {
  return ArrayBuffer.isView(object) && !isBytes(object);
}

function base64(bytes: Uint8Array | ArrayBuffer): string {
  const view = ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
  let binary = '';
  for (let at = 0; at < view.length; at += 8192) binary += String.fromCharCode(...view.subarray(at, at + 8192));
  return btoa(binary);
}
