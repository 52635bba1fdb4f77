import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
  type S3Client,
} from '@aws-sdk/client-s3';

/** The least that S3 takes as a part that is not the last. */
const partBytes = 5 * 1024 * 1024;

/** An object that comes in pieces: in parts of one size, one at a time, or at once when it is no larger than a part. */
export class S3Upload {
  readonly heldBytes = partBytes;
  readonly #part = Buffer.allocUnsafeSlow(partBytes);
  readonly #parts: CompletedPart[] = [];
  #filled = 0;
  #uploadId: string | undefined;

  constructor(
    private readonly client: S3Client,
    private readonly place: { Bucket: string; Key: string },
  ) {}

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      if (this.#filled === partBytes) await this.#sendPart();
      const piece = bytes.subarray(at, at + partBytes - this.#filled);
      this.#part.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
    }
  }

  async finish(): Promise<void> {
    if (this.#uploadId === undefined) {
      await this.client.send(new PutObjectCommand({ ...this.place, ...this.#content() }));
      return;
    }
    await this.#sendPart();
    await this.client.send(
      new CompleteMultipartUploadCommand({
        ...this.place,
        UploadId: this.#uploadId,
        MultipartUpload: { Parts: this.#parts },
      }),
    );
  }

  async abort(): Promise<void> {
    if (this.#uploadId === undefined) return;
    await this.client.send(new AbortMultipartUploadCommand({ ...this.place, UploadId: this.#uploadId }));
  }

  async #sendPart(): Promise<void> {
    this.#uploadId ??= (await this.client.send(new CreateMultipartUploadCommand(this.place))).UploadId;
    const PartNumber = this.#parts.length + 1;
    const part = { ...this.place, UploadId: this.#uploadId, PartNumber, ...this.#content() };
    const { ETag } = await this.client.send(new UploadPartCommand(part));
    this.#parts.push({ ETag, PartNumber });
    this.#filled = 0;
  }

  #content(): { Body: Buffer; ContentLength: number } {
    return { Body: this.#part.subarray(0, this.#filled), ContentLength: this.#filled };
  }
}
