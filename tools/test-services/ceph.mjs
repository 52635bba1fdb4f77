// node tools/test-services/ceph.mjs [folder] [port]: an S3 server for tests, until Ctrl-C
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { endLeftover, freePort, requirePrograms, startProcess, stopOnSignal } from './service-process.mjs';

const run = promisify(execFile);
const daemons = ['mon', 'osd', 'rgw'];
const identities = ['mon.', 'client.admin', 'client.rgw.a', 'osd.0'];
const user = { accessKeyId: 'flow-trail-test', secretAccessKey: 'flow-trail-test-secret' };

/**
 * Ceph's S3 gateway with one monitor and one store in memory, on loopback. It starts empty each time: what
 * `{folder}/ceph` held is deleted. Answers `{ endpoint, accessKeyId, secretAccessKey, stop() }`.
 */
export async function startCeph({ folder, port }) {
  requirePrograms(
    ['ceph', 'ceph-authtool', 'ceph-mon', 'ceph-osd', 'monmaptool', 'radosgw', 'radosgw-admin'],
    ['ceph-mon', 'ceph-osd', 'radosgw', 'ceph-common'],
  );
  const home = path.resolve(folder, 'ceph');
  for (const name of daemons) await endLeftover(name, home);
  rmSync(home, { recursive: true, force: true });
  for (const name of [...daemons, 'run']) mkdirSync(path.join(home, name), { recursive: true });

  const cluster = { home, id: randomUUID(), monitorPort: await freePort(), gatewayPort: port ?? (await freePort()) };
  const env = { CEPH_CONF: path.join(home, 'ceph.conf') };
  writeFileSync(env.CEPH_CONF, configuration(cluster));
  const started = [];
  const stop = async () => void (await Promise.all(started.map((daemon) => daemon.stop())));
  try {
    await startDaemons(cluster, env, started);
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint: `http://127.0.0.1:${cluster.gatewayPort}`, ...user, stop };
}

async function startDaemons({ home, id, monitorPort, gatewayPort }, env, started) {
  const inCluster = (command, ...args) => run(command, args, { env: { ...process.env, ...env }, timeout: 60_000 });
  const start = (name, command, ...args) => {
    const daemon = startProcess({ name, folder: home, command, args: [...args, '-f'], env });
    started.push(daemon);
    return daemon;
  };
  const monitors = path.join(home, 'monmap');
  const keyring = path.join(home, 'keyring');
  const storeId = randomUUID();
  for (const [index, name] of identities.entries()) {
    const capabilities = ['mon', 'osd'].flatMap((daemon) => ['--cap', daemon, 'allow *']);
    await inCluster(
      'ceph-authtool',
      keyring,
      ...(index === 0 ? ['--create-keyring'] : []),
      '--gen-key',
      '-n',
      name,
      ...capabilities,
    );
  }
  await inCluster('monmaptool', '--create', '--fsid', id, '--addv', 'a', `[v2:127.0.0.1:${monitorPort}]`, monitors);
  await inCluster('ceph-mon', '-i', 'a', '--mkfs', '--monmap', monitors, '--keyring', keyring);
  start('mon', 'ceph-mon', '-i', 'a');
  await inCluster('ceph', 'osd', 'new', storeId, '0');
  await inCluster('ceph-osd', '-i', '0', '--mkfs', '--osd-uuid', storeId);
  start('osd', 'ceph-osd', '-i', '0');
  const gateway = start('rgw', 'radosgw', '-n', 'client.rgw.a');
  await gateway.until(() => answers(gatewayPort), 60);
  const keys = [`--access-key=${user.accessKeyId}`, `--secret-key=${user.secretAccessKey}`];
  await inCluster(
    'radosgw-admin',
    '-n',
    'client.rgw.a',
    'user',
    'create',
    '--uid=test',
    '--display-name=test',
    ...keys,
  );
}

async function answers(port) {
  return fetch(`http://127.0.0.1:${port}/`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/**
 * One of everything and no replicas. The gateway does not come up with authentication switched off. Without `tcp_nodelay` each small answer waits 40 ms for an acknowledgement. The store
 * itself takes the first free ports of a range that its configuration must name.
 */
const configuration = ({ home, id, monitorPort, gatewayPort }) => `[global]
fsid = ${id}
mon_host = v2:127.0.0.1:${monitorPort}
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_ipv6 = false
ms_bind_msgr1 = false
ms_bind_port_min = ${osdPorts(monitorPort)}
ms_bind_port_max = ${osdPorts(monitorPort) + 99}
keyring = ${home}/keyring
auth_allow_insecure_global_id_reclaim = false
run_dir = ${home}/run
admin_socket = ${home}/run/$name.asok
pid_file = ${home}/run/$name.pid
log_to_stderr = true
log_file =
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 8
osd_pool_default_pgp_num = 8
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_warn_on_pool_no_redundancy = false
mon_max_pg_per_osd = 1000
mon_data_avail_crit = 1
[mon.a]
mon_data = ${home}/mon
[osd]
osd_data = ${home}/osd
osd_objectstore = memstore
memstore_device_bytes = 4294967296
osd_class_load_list = *
osd_class_default_list = *
[client.rgw.a]
rgw_data = ${home}/rgw
rgw_frontends = beast endpoint=127.0.0.1:${gatewayPort} tcp_nodelay=1
rgw_dns_name = localhost
rgw_override_bucket_index_max_shards = 1
rgw_enable_usage_log = false
rgw_thread_pool_size = 64
`;

/** Below the range from which systems hand out ports, and apart for clusters that run side by side. */
const osdPorts = (monitorPort) => 20_000 + (monitorPort % 100) * 100;

if (process.argv[1] === import.meta.filename) {
  const [folder = '.flow-trail/services', port] = process.argv.slice(2);
  const ceph = await startCeph({ folder, port: port ? Number(port) : undefined });
  console.log(`export TEST_S3_ENDPOINT=${ceph.endpoint}`);
  console.log(`export TEST_S3_ACCESS_KEY_ID=${ceph.accessKeyId} TEST_S3_SECRET_ACCESS_KEY=${ceph.secretAccessKey}`);
  stopOnSignal(ceph);
}
