import { sendingHost } from '#sending-host';
import { canCompress, collect, compress } from './compress.js';
import type { Portion } from './portion.js';
import { asJson, asLines, printPortion } from './portion-text.js';
import type { PrintedPortion } from './portion-text.js';
import type { Push } from './transport.js';

/** Above this many characters a flow goes as lines, made and compressed piece by piece: its text never stands in memory as a whole. */
const largeLength = 1024 * 1024;
const shareableLength = 16 * 1024;
const pieceLength = 64 * 1024;

type Prepared = Pick<Push, 'contentType' | 'body' | 'encoding' | 'digest' | 'shareable'>;

/** Prints, digests and compresses what a push says, once for all tries. */
export async function preparePush(portion: Portion, gzip: boolean): Promise<Prepared> {
  const printed = await printPortion(portion, sha256);
  return printed.length > largeLength ? prepareLarge(printed, gzip) : prepareSmall(printed, gzip);
}

async function prepareSmall(printed: PrintedPortion, gzip: boolean): Promise<Prepared> {
  const text = [...asJson(printed)].join('');
  const bytes = new TextEncoder().encode(text);
  const hash = sendingHost.newSha256();
  hash.update(bytes);
  return {
    contentType: 'application/json',
    ...(await compress(bytes, gzip)),
    digest: await hash.hex(),
    shareable: text.length <= shareableLength ? text : undefined,
  };
}

async function prepareLarge(printed: PrintedPortion, gzip: boolean): Promise<Prepared> {
  const hash = sendingHost.newSha256();
  const pieces = encoded(asLines(printed));
  const lines = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => {
      const { done, value } = pieces.next();
      if (done) return controller.close();
      hash.update(value);
      controller.enqueue(value);
    },
  });
  const isCompressed = gzip && canCompress();
  const body = await collect(isCompressed ? lines.pipeThrough(new CompressionStream('gzip')) : lines);
  const encoding = isCompressed ? 'gzip' : 'identity';
  return { contentType: 'application/x-ndjson', body, encoding, digest: await hash.hex() };
}

/** Pieces that are small enough not to hold up the host, and large enough to be worth a turn. */
function* encoded(texts: Iterable<string>): Generator<Uint8Array<ArrayBuffer>, undefined> {
  const encoder = new TextEncoder();
  let waiting = '';
  for (const text of texts) {
    for (let start = 0; start < text.length;) {
      const end = endOfPiece(text, start + pieceLength - waiting.length);
      waiting += text.slice(start, end);
      start = end;
      if (waiting.length < pieceLength) continue;
      yield encoder.encode(waiting);
      waiting = '';
    }
  }
  yield encoder.encode(waiting);
  return undefined;
}

/** Not between the halves of a surrogate pair. */
function endOfPiece(text: string, end: number): number {
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code < 0xdc00 ? end + 1 : end;
}

async function sha256(text: string): Promise<string> {
  const hash = sendingHost.newSha256();
  hash.update(new TextEncoder().encode(text));
  return hash.hex();
}
