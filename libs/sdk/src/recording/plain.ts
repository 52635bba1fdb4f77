/** Deeper values are described with a marker: the server takes 100 levels from the top of the push, and five of them stand above `data`. */
export const greatestDepth = 90;

/** How much may still be looked at: what shares its parts can print to more than any memory holds. */
export interface Patience {
  /** That it prints to, at least. */
  characters: number;
  objects: number;
}

/** For what prints to so many characters; there may be no more than two million objects in 32 Mi. */
export function patienceFor(characters: number): Patience {
  return { characters, objects: characters / 16 };
}

/**
 * Whether JSON.stringify prints all that a value says: no NaN, -0, BigInt, Map, Error, function, `toJSON`, circle and the like, anywhere.
 * One walk, about a seventh of the cost of JSON.stringify. Throws what getters and proxies throw.
 */
export function isPlain(value: unknown, patience: Patience): boolean {
  // Some old libraries define one for all objects or arrays, and JSON.stringify would ask it for every one.
  if ('toJSON' in []) return false;
  return hasPlainParts(value, 0, patience);
}

function hasPlainParts(value: unknown, depth: number, patience: Patience): boolean {
  switch (typeof value) {
    case 'string':
      return (patience.characters -= value.length) >= 0;
    case 'boolean':
      return true;
    case 'number':
      return isPrintedWhole(value);
    case 'object':
      if (value === null) return true;
      if (depth > greatestDepth || (patience.objects -= 1) < 0) return false;
      return Array.isArray(value) ? hasPlainElements(value, depth, patience) : hasPlainMembers(value, depth, patience);
    default:
      return false;
  }
}

/** Finite, and not -0, which JSON.stringify prints as 0. */
function isPrintedWhole(value: number): boolean {
  return value - value === 0 && (value !== 0 || 1 / value > 0);
}

function hasPlainElements(array: readonly unknown[], depth: number, patience: Patience): boolean {
  // A character and a comma for each, at least.
  let characters = 2 * array.length;
  if (characters > patience.characters) return false;
  for (let at = 0; at < array.length; at++) {
    const element = array[at];
    if (typeof element === 'string') characters += element.length;
    else if (!hasPlainParts(element, depth + 1, patience)) return false;
  }
  return (patience.characters -= characters) >= 0;
}

// Inherited keys are looked at too where somebody made them enumerable: that costs time, never truth.
function hasPlainMembers(object: object, depth: number, patience: Patience): boolean {
  if (!isRecord(object)) return isValidDate(object);
  let characters = 0;
  for (const key in object) {
    const member = (object as Record<string, unknown>)[key];
    characters += key.length;
    // One by one: a switch asks the runtime for the word that typeof is.
    if (typeof member === 'string') characters += member.length;
    else if (typeof member === 'number') {
      if (!isPrintedWhole(member)) return false;
    } else if (typeof member !== 'boolean' && member !== undefined && !hasPlainParts(member, depth + 1, patience))
      return false;
  }
  return (patience.characters -= characters) >= 0;
}

/** An object of members and nothing else: a literal, of any realm, or an instance of a class that has no printed form of its own. */
function isRecord(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype === Object.prototype || prototype === null) return true;
  return tagOf(object) === 'Object' && !('toJSON' in object);
}

function isValidDate(object: object): boolean {
  return Object.getPrototypeOf(object) === Date.prototype && !Number.isNaN(Date.prototype.getTime.call(object));
}

/** `Map`, `Error`, `Uint8Array`, …: also for values of another realm, such as a frame or a vm context. */
export function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
