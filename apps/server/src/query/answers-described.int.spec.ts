import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ObservationSummary } from '@flow-trail/decisions';
import { aPush, type TestClient } from '@flow-trail/testing';
import { startEmbeddedServer, type EmbeddedServer } from '../embedded-server.behaviour.js';

let server: EmbeddedServer;
let client: TestClient;

beforeAll(async () => {
  server = await startEmbeddedServer();
  client = server.client;
});
afterAll(() => server?.stop());

interface Schema {
  type?: string;
  oneOf?: Schema[];
  $ref?: string;
  allOf?: Schema[];
  nullable?: boolean;
  properties?: { [name: string]: Schema };
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
}

const typeOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value);

/** What an answer has and its schema does not name, the reverse, and values of another type: one line each. */
function differences(value: unknown, given: Schema, schemas: { [name: string]: Schema }, at = ''): string[] {
  const reference = given.$ref ?? given.allOf?.[0]?.$ref;
  const schema = reference ? schemas[reference.split('/').at(-1)!]! : given;
  if (value === null) return given.nullable ? [] : [`${at} is null`];
  if (Object.keys(schema).length === 0) return [];
  const fitting = (schema.oneOf ?? [schema]).filter(({ type }) => type === undefined || type === typeOf(value));
  if (fitting.length !== 1) return [`${at} is ${typeOf(value)}`];
  if (schema.oneOf) return differences(value, fitting[0]!, schemas, at);
  if (Array.isArray(value))
    return value.flatMap((item, n) => differences(item, schema.items ?? {}, schemas, `${at}/${n}`));
  if (typeof value !== 'object') return [];
  const lacking = (schema.required ?? []).filter((name) => !(name in value)).map((name) => `${at}/${name} is lacking`);
  const others = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  const found = Object.entries(value).flatMap(([name, part]) => {
    const known = schema.properties?.[name] ?? others;
    if (known) return differences(part, known, schemas, `${at}/${name}`);
    return schema.additionalProperties === true ? [] : [`${at}/${name} is not described`];
  });
  return [...lacking, ...found];
}

const films = Array.from({ length: 12 }, (_, n) => ({
  id: `f${n}`,
  slot: n % 3,
  score: n / 10,
  parts: { taste: n / 20, recency: n / 20 },
  chance: 1 / 12,
  rating: n,
  outcome: n % 4 === 0 ? null : n % 4 === 1 ? 'dropped' : 'kept',
}));
const judged = {
  candidate: 'id',
  role: 'filter',
  outcome: 'outcome',
  group: 'slot',
  score: 'score',
  contributions: 'parts',
  chance: 'chance',
  rules: { rating: { actual: 'rating', op: '>=', threshold: 5 } },
} as const;

it('describes every part of the summaries that it answers', async () => {
  const push = aPush('described')
    .with({ input: 'a text', output: [1, { id: 'f3' }], config: 7 })
    .withStep('judge')
    .withObservation('films', films, { decision: judged, queryable: { rating: 'number', id: 'string' } });
  const { id } = await client.deliver(push.json());
  const document = await client.readable(id);
  const { decision } = document.steps[0]!.observations[0]!.summary as unknown as ObservationSummary;
  expect(Object.entries(decision!).filter(([, said]) => said === null)).toEqual([['total', null]]);
  const openapi = (await (await client.get('/api/openapi.json')).json()) as {
    components: { schemas: { [name: string]: Schema } };
  };
  const { schemas } = openapi.components;
  expect(differences(document, { $ref: '#/components/schemas/FlowDocumentAnswer' }, schemas)).toEqual([]);
});
