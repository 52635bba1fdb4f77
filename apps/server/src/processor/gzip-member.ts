import { setImmediate as nextTurn } from 'node:timers/promises';
import { constants, crc32, deflateRawSync, gzipSync } from 'node:zlib';

/** Measured on 20 runs of the demo: a third of the time of the default level for a third more bytes (docs/adr/0008). */
const level = 1;
/** Up to this, compressing saves ten bytes, and costs the memory of a compressor: half of the time of a push of 100,000 numbers. */
const storedBytes = 128;
/** What is compressed before others have a turn. */
const pieceBytes = 512 * 1024;
/** How far back DEFLATE can refer (RFC 1951, section 2). */
const windowBytes = 32 * 1024;

/** RFC 1952, section 2.3: DEFLATE, no name, no time, fastest, system unknown. */
const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 0xff]);
/** A block that is the last and holds nothing. */
const lastBlock = Buffer.from([0x03, 0x00]);

/** The bytes as one gzip member, made on the thread that asks: those of Node's pool have the priority of the door. */
export async function gzipMember(bytes: Uint8Array): Promise<Buffer> {
  if (bytes.byteLength <= storedBytes) return storedMember(bytes);
  return bytes.byteLength <= pieceBytes ? gzipSync(bytes, { level }) : gzipInPieces(bytes);
}

/** As it is, in one block that says so (RFC 1951, section 3.2.4). */
function storedMember(bytes: Uint8Array): Buffer {
  const block = Buffer.from([1, 0, 0, 0, 0]);
  block.writeUInt16LE(bytes.byteLength, 1);
  block.writeUInt16LE(0xffff - bytes.byteLength, 3);
  return Buffer.concat([header, block, bytes, trailer(crc32(bytes), bytes.byteLength)]);
}

/** Lets others in between. */
async function gzipInPieces(bytes: Uint8Array): Promise<Buffer> {
  const blocks: Buffer[] = [header];
  let checksum = 0;
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) {
    const piece = bytes.subarray(at, at + pieceBytes);
    const dictionary = at > 0 ? { dictionary: bytes.subarray(at - windowBytes, at) } : {};
    blocks.push(deflateRawSync(piece, { level, finishFlush: constants.Z_SYNC_FLUSH, ...dictionary }));
    checksum = crc32(piece, checksum);
    await nextTurn();
  }
  return Buffer.concat([...blocks, lastBlock, trailer(checksum, bytes.byteLength)]);
}

function trailer(checksum: number, length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(checksum, 0);
  bytes.writeUInt32LE(length % 2 ** 32, 4);
  return bytes;
}
