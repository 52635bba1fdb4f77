import { hash } from 'node:crypto';

/** The one project of a server without keys, and the one called `default` of a server with keys. */
export const defaultProjectId = '00000000-0000-4000-8000-000000000001';

export const projectIdOf = (name: string): string =>
  name === 'default' ? defaultProjectId : uuidV5(defaultProjectId, `project/${name}`);

/** Whatever names the same thing gets the same id, on every server and every try. */
export const pushIdOf = (projectId: string, idempotencyKey: string): string => uuidV5(projectId, idempotencyKey);

export const flowIdOf = (pushId: string): string => uuidV5(pushId, 'flow');

export const stepIdOf = (
  flowId: string,
  attempt: number,
  step: { name: string; iteration: number; version: number },
): string => uuidV5(flowId, `step/${attempt}/${step.iteration}/${step.version}/${step.name}`);

/** @param contentHash hex SHA-256 of the observation's bytes and declarations. */
export const observationIdOf = (stepId: string, name: string, version: number, contentHash: string): string =>
  uuidV5(stepId, `observation/${version}/${contentHash}/${name}`);

/** RFC 9562, section 5.5. */
function uuidV5(namespace: string, name: string): string {
  const named = Buffer.allocUnsafe(namespaceBytes + Buffer.byteLength(name));
  named.write(namespace.replaceAll('-', ''), 'hex');
  named.write(name, namespaceBytes);
  const hex = hash('sha1', named, 'hex');
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4] ?? '';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const namespaceBytes = 16;
