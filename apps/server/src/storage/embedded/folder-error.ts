import { userInfo } from 'node:os';
import { StartupError } from '../../errors/startup-error.js';

/** A failed file operation in the data folder, as a line for a person. */
export function folderError(folder: string, cause: unknown): StartupError {
  if (cause instanceof StartupError) return cause;
  return new StartupError(sentence(folder, cause as NodeJS.ErrnoException), { cause });
}

function sentence(folder: string, error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(folder);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `The data folder ${folder} cannot be written by ${whoWeAre()}. Give it to this user, or set FLOW_TRAIL_DATA to another folder.`;
    case 'EEXIST':
    case 'ENOTDIR':
      return `The data folder ${folder} cannot be made: a file is in its place. Move the file away, or set FLOW_TRAIL_DATA to another folder.`;
    default:
      return `The data folder ${folder} cannot be used (${error.message}). Set FLOW_TRAIL_DATA to another folder.`;
  }
}

export const diskFull = (folder: string): string =>
  `The disk of the data folder ${folder} is full. Free some space, or set FLOW_TRAIL_DATA to a folder on another disk.`;

/** Accounts without a name exist in containers. */
export function whoWeAre(): string {
  try {
    return `user ${userInfo().username}`;
  } catch {
    return `user number ${process.getuid?.() ?? 'unknown'}`;
  }
}
