import { describe, expect, it } from '@jest/globals';
import { StartupError } from '../../errors/startup-error.js';
import { folderError } from './folder-error.js';

const systemError = (code: string): Error =>
  Object.assign(new Error(`${code}: something, open '/data/lock'`), { code });

describe('a failed file operation in the data folder', () => {
  it.each([
    ['ENOSPC', 'The disk of the data folder /data is full.'],
    ['EDQUOT', 'The disk of the data folder /data is full.'],
    ['EACCES', 'The data folder /data cannot be written by user'],
    ['EROFS', 'The data folder /data cannot be written by user'],
    ['ENOTDIR', 'The data folder /data cannot be made: a file is in its place.'],
    ['EIO', 'The data folder /data cannot be used (EIO'],
  ])('%s becomes one line that names the folder and the way out', (code, start) => {
    const { message } = folderError('/data', systemError(code));
    expect(message.startsWith(start)).toBe(true);
    expect(message).toMatch(/set FLOW_TRAIL_DATA to (another folder|a folder on another disk)\.$/i);
    expect(message).not.toContain('\n');
  });

  it('keeps a line that was written for a person already', () => {
    const error = new StartupError('Served already.');
    expect(folderError('/data', error)).toBe(error);
  });
});
