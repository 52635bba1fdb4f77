import { StoreUnavailable } from './object-store.js';

const explanations: { [code: string]: (folder: string) => string } = {
  ENOSPC: (folder) => `The disk that holds ${folder} is full: free some space.`,
  EDQUOT: (folder) => `The disk quota for ${folder} is used up: free some space.`,
  EACCES: (folder) => `This user may not read and write ${folder}: change its owner or its permissions.`,
  EPERM: (folder) => `This user may not read and write ${folder}: change its owner or its permissions.`,
  EROFS: (folder) => `${folder} is on a file system that is mounted read-only: choose another folder.`,
  ENOTDIR: (folder) => `${folder} cannot be a folder, for a file stands in its way: choose another folder.`,
  EEXIST: (folder) => `${folder} cannot be a folder, for a file stands in its way: choose another folder.`,
  EMFILE: (folder) => `This process may not open more files, so ${folder} cannot be used: raise its limit (ulimit -n).`,
};

/** What went wrong in the folder of objects, in a sentence for a person. */
export function filesystemFailure(cause: unknown, folder: string): StoreUnavailable {
  const code = errorCode(cause);
  const explain = explanations[code ?? ''];
  const sentence = explain ? explain(folder) : `The objects in ${folder} cannot be used (${code ?? String(cause)}).`;
  return new StoreUnavailable(sentence, { cause });
}

export function errorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}
