import { gunzipSync } from 'node:zlib';
import type { DecisionDeclaration, Json } from '@flow-trail/contracts';
import {
  Trail,
  compileDeclaration,
  findAllInText,
  findInText,
  lookUp,
  observationsWith,
  propose,
  readRecord,
  recordsInText,
  why,
  whyAll,
  type AllFindings,
  type CandidateReference,
  type EarlierDecision,
  type Finding,
  type Proposal,
  type TrailPart,
  type TrailStep,
  type WhyAnswer,
} from '@flow-trail/decisions';
import { LRUCache } from 'lru-cache';

// What a thread runs: following a trail of 100,000 candidates, and reading their records, takes longer than other answers can wait.

export interface TrailTask {
  parts: TrailPart[];
  steps: TrailStep[];
}

export interface Located {
  /** Whom the text means, the most literal first; never none but in a flow without decisions. */
  references: CandidateReference[];
  /** Of the first: observations with a record about it, in the order of the flow. */
  observations: string[];
}

export function locate({ parts, steps, text, kind }: TrailTask & { text: string; kind: string | undefined }): Located {
  const trail = new Trail(parts, steps);
  const references = lookUp(trail, text).filter((reference) => kind === undefined || reference.kind === kind);
  const [first] = references;
  return { references, observations: first ? observationsWith(trail, first) : [] };
}

export function explain({
  parts,
  steps,
  references: [candidate, ...alsoNamed],
  members,
}: TrailTask & { references: CandidateReference[]; members: Map<string, Uint8Array> }): WhyAnswer {
  if (!candidate) throw new Error('there is no candidate to explain');
  const declarations = new Map(parts.map(({ id, declaration }) => [id, declaration]));
  const findings = new Map<string, Finding[]>();
  for (const [id, member] of members) {
    const declaration = declarations.get(id);
    if (declaration) findings.set(id, findInText(textOf(member), declaration, candidate.key));
  }
  return why(new Trail(parts, steps), candidate, findings, alsoNamed);
}

export interface CandidatesTask extends TrailTask {
  /** Names this revision of the flow: the next page is soon asked for. */
  name: string;
  members: Map<string, Uint8Array>;
  filter: { verdict?: string; step?: string; rule?: string };
  from: number;
  limit: number;
}

export interface CandidatesFound {
  candidates: WhyAnswer[];
  matched: number;
  of: number;
}

const lately = new LRUCache<string, WhyAnswer[]>({ max: 3 });

export function candidatesOf({ name, filter, from, limit, ...task }: CandidatesTask): CandidatesFound {
  const all = lately.get(name) ?? explainAll(task);
  lately.set(name, all);
  const matching = all.filter(({ verdict, stage, rule }) => {
    const isVerdict = filter.verdict === undefined || verdict === filter.verdict;
    const isStep = filter.step === undefined || stage === filter.step || stage?.startsWith(`${filter.step}/`);
    return isVerdict && isStep && (filter.rule === undefined || rule === filter.rule);
  });
  return { candidates: matching.slice(from, from + limit), matched: matching.length, of: all.length };
}

function explainAll({ parts, steps, members }: TrailTask & { members: Map<string, Uint8Array> }): WhyAnswer[] {
  const findings: AllFindings = new Map(
    parts.flatMap(({ id, declaration }) => {
      const member = members.get(id);
      return member ? [[id, findAllInText(textOf(member), declaration)]] : [];
    }),
  );
  return [...whyAll(new Trail(parts, steps), findings)];
}

/** An observation of a flow, as the proposals for those after it need it. */
export interface EarlierObservation {
  /** `step/observation` */
  from: string;
  /** By what it is read; null where nothing is declared. */
  declaration: DecisionDeclaration | null;
  member: Uint8Array;
}

/** What is proposed for the last one is about candidates that those before it kept, be they declared or proposed themselves. */
export function proposeFor({ earlier, member }: { earlier: EarlierObservation[]; member: Uint8Array }): Proposal {
  const before: EarlierDecision[] = [];
  for (const { from, declaration, member: data } of earlier) {
    const text = textOf(data);
    const decision = declaration ?? propose(JSON.parse(text) as Json, before).declaration;
    if (decision)
      before.push({ from, kept: keptIds(text, decision), ...(decision.kind !== undefined && { kind: decision.kind }) });
  }
  return propose(JSON.parse(textOf(member)) as Json, before);
}

const mostIds = 10_000;

function keptIds(text: string, decision: DecisionDeclaration): (string | number)[] {
  const compiled = compileDeclaration(decision);
  const ids: (string | number)[] = [];
  let index = 0;
  for (const record of recordsInText(text, compiled.records).records) {
    const { key, outcome } = readRecord(compiled, record, index++);
    const id: unknown = key !== null && outcome === 'kept' ? JSON.parse(key) : undefined;
    if (typeof id === 'string' || typeof id === 'number') ids.push(id);
    if (ids.length === mostIds) break;
  }
  return ids;
}

const textOf = (member: Uint8Array): string => gunzipSync(member).toString();
