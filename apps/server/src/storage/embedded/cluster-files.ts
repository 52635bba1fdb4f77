import path from 'node:path';

/** Where things lie in a data folder. */
export interface ClusterFiles {
  folder: string;
  /** All of PostgreSQL's, and nothing else. */
  root: string;
  /** PostgreSQL's own data folder. */
  data: string;
  password: string;
  port: string;
  log: string;
}

export function clusterFiles(folder: string): ClusterFiles {
  const root = path.join(folder, 'postgres');
  const at = (name: string) => path.join(root, name);
  return { folder, root, data: at('data'), password: at('password'), port: at('port'), log: at('server.log') };
}
