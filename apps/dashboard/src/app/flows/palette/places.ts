import type { Params } from '@angular/router';
import type { CandidateAnswer, FlowDocument, FlowListItem } from '@flow-trail/contracts';
import { isolated, keyText } from '@flow-trail/decisions';

import type { FoundCandidates } from '../../matrix/candidate-search';
import { countText, shortId } from '../../ui/units';
import { candidateLink } from '../page/candidate/candidate-url';
import { flowSummaryOf } from '../page/decisions-of';
import { recordLink } from '../page/record-link';
import { stepWord } from '../page/selection';

/** Somewhere to go. */
export interface Place {
  sort: 'step' | 'observation' | 'candidate' | 'flow';
  name: string;
  /** What tells it from others of its name. */
  detail: string;
  /** Of another flow; null stays on this one, */
  path: string[] | null;
  /** where the query changes. */
  query: Params;
}

/** More than these nobody reads; another letter makes them fewer. */
export const EACH = 6;

/** Steps, observations and candidates that stand out, by any part of their name. */
export function placesIn(document: FlowDocument, text: string): Place[] {
  const wanted = text.trim().toLowerCase();
  const fits = (name: string | null): boolean => name !== null && name.toLowerCase().includes(wanted);
  const { steps } = document;
  const stepPlaces = steps
    .filter((step) => fits(step.name))
    .map((step): Place => {
      const query = {
        tab: null,
        view: null,
        record: null,
        where: null,
        q: null,
        step: stepWord(steps, step),
        obs: null,
      };
      return { sort: 'step', name: step.name, detail: step.reason ?? step.status, path: null, query };
    });
  const observationPlaces = steps.flatMap((step) =>
    step.observations
      .filter(({ name }) => fits(name))
      .map((observation): Place => {
        const query = recordLink(document, observation.id) ?? {};
        return { sort: 'observation', name: observation.name, detail: `in ${step.name}`, path: null, query };
      }),
  );
  const candidatePlaces = (flowSummaryOf(document)?.notable ?? [])
    .filter(({ label, key }) => fits(label) || fits(keyText(key)))
    .map((candidate): Place => {
      const detail = `${candidate.outcome} at ${candidate.stage}`;
      return {
        sort: 'candidate',
        name: candidate.label ?? keyText(candidate.key),
        detail,
        path: null,
        query: candidateLink(candidate),
      };
    });
  return [stepPlaces, observationPlaces, candidatePlaces].flatMap((places) => places.slice(0, EACH));
}

/** A candidate that the server found by its id; null for one that no record names. */
export function candidatePlace(answer: CandidateAnswer): Place | null {
  if (answer.path.length === 0) return null;
  const name = answer.label ?? keyText(answer.key);
  return { sort: 'candidate', name, detail: answer.sentence, path: null, query: candidateLink(answer) };
}

/** Candidates found in the records, and a way to all that were found. */
export function foundPlaces(document: FlowDocument, text: string, { rows, matched }: FoundCandidates): Place[] {
  const stages = flowSummaryOf(document)?.stages ?? [];
  const places = rows.map((row): Place => {
    const at = row.cells.findLastIndex((cell) => cell !== null);
    const cell = row.cells[at];
    const where = stages[at] ? ` at ${stages[at].step}` : '';
    const detail = cell ? `${cell.outcome}${where}${cell.why ? `: ${cell.why}` : ''}` : '';
    return { sort: 'candidate', name: row.label ?? row.id, detail, path: null, query: candidateLink(row) };
  });
  if (matched <= rows.length) return places;
  const query = { tab: 'matrix', match: `label contains ${inQuotes(text.trim())}`, order: null };
  const name = `All ${countText(matched)} candidates that contain ${text.trim()}`;
  return [...places, { sort: 'candidate', name, detail: 'in the matrix', path: null, query }];
}

const inQuotes = (text: string): string => `"${text.replaceAll('"', '""')}"`;

export const flowPlaces = (flows: readonly FlowListItem[]): Place[] =>
  flows.slice(0, EACH).map(({ id, attempt, name, reason, status }) => ({
    sort: 'flow',
    name: `${isolated(name)} #${shortId(id)}`,
    detail: reason ?? status,
    path: ['/flows', id],
    query: { attempt },
  }));

/** What is shown of an id, `#a41f0c`, or what it begins with; null for other text. */
export const partOfFlowId = (text: string): string | null =>
  /^#?([0-9a-f]{6}|[0-9a-f]{8}[0-9a-f-]{0,27})$/i.exec(text.trim())?.[1] ?? null;

export const isFlowId = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text.trim());
