import { describe, expect, it } from '@jest/globals';
import { filesystemFailure } from './filesystem-failure.js';

const failing = (code: string) => Object.assign(new Error(`${code}: no`), { code });

describe('a failure of the file system', () => {
  it.each([
    ['ENOSPC', 'The disk that holds /data is full: free some space.'],
    ['EDQUOT', 'The disk quota for /data is used up: free some space.'],
    ['EACCES', 'This user may not read and write /data: change its owner or its permissions.'],
    ['EROFS', '/data is on a file system that is mounted read-only: choose another folder.'],
    ['EIO', 'The objects in /data cannot be used (EIO).'],
  ])('%s becomes a sentence and stays the cause', (code, sentence) => {
    const cause = failing(code);
    expect(filesystemFailure(cause, '/data')).toMatchObject({ name: 'StoreUnavailable', message: sentence, cause });
  });
});
