import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** What some suites need, the programs that it consists of, and Debian's packages for it. */
export const services = {
  redis: { title: 'Redis', programs: ['redis-server'], packages: ['redis-server'] },
  s3: {
    title: 'an S3 server (Ceph)',
    programs: ['ceph', 'ceph-authtool', 'ceph-mon', 'ceph-osd', 'monmaptool', 'radosgw', 'radosgw-admin'],
    packages: ['ceph-mon', 'ceph-osd', 'radosgw', 'ceph-common'],
  },
  chromium: { title: 'Chromium', programs: ['chromium'], packages: ['chromium'] },
};

export const isThere = (name) => services[name].programs.every(isOnPath);

/** Debian keeps some servers where only root's PATH looks. */
const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];

function isOnPath(program) {
  return folders.some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
