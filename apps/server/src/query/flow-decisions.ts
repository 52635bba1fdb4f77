import type { CandidateAnswer, CandidatePage, ProposalAnswer } from '@flow-trail/contracts';
import type { Proposal, WhyAnswer } from '@flow-trail/decisions';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { Problem } from '../errors/problem.js';
import type { ObservationEntity } from '../storage/entities/observation.entity.js';
import type * as DecisionsThread from './decisions.thread.js';
import type { CandidatesFound, EarlierObservation, Located } from './decisions.thread.js';
import type { FlowPlace } from './flow-documents.js';
import type { CandidatesQuery } from './flow-query.js';
import { FlowTrail } from './flow-trail.js';

const threadFile = new URL(`./decisions.thread.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/** Stored bytes of the observations that one question may read. */
const mostBytes = 16 * 1024 * 1024;
const mostEarlier = 30;

/** What became of a candidate and why, and how undeclared data could be read. In a thread: some flows have 100,000 candidates. */
@Injectable()
export class FlowDecisions implements OnApplicationShutdown {
  readonly #thread = new Piscina({ filename: threadFile.href, minThreads: 0, maxThreads: 1, idleTimeout: 30_000 });

  constructor(private readonly trail: FlowTrail) {}

  /** @throws Problem `not-found` in a flow where nothing was decided about candidates. */
  async why(place: FlowPlace, text: string, kind: string | undefined): Promise<CandidateAnswer> {
    const { parts, steps, observations } = await this.trail.load(place);
    const located = (await this.#run('locate', { parts, steps, text, kind })) as Located;
    if (located.references.length === 0)
      throw new Problem('not-found', 'Nothing in this flow decides about candidates.');
    const wanted = new Set(located.observations);
    const members = await this.trail.members(lastWithin(observations.filter(({ id }) => wanted.has(id))));
    return (await this.#run('explain', { parts, steps, references: located.references, members })) as WhyAnswer;
  }

  /** Every candidate that a record names, in the order of the flow. */
  async candidates(place: FlowPlace, { verdict, step, rule, limit, cursor }: CandidatesQuery): Promise<CandidatePage> {
    const { parts, steps, observations, revision } = await this.trail.load(place);
    const read = lastWithin(observations);
    const members = await this.trail.members(read);
    const from = cursor ?? 0;
    const name = `${place.projectId}/${place.id}/${revision}`;
    const filter = { ...(verdict && { verdict }), ...(step && { step }), ...(rule && { rule }) };
    const task = { name, parts, steps, members, filter, from, limit };
    const { candidates, matched, of } = (await this.#run('candidatesOf', task)) as CandidatesFound;
    const next = from + candidates.length;
    return {
      candidates,
      matched,
      of,
      observationsRead: { count: read.length, of: observations.length },
      nextCursor: next < matched ? String(next) : null,
    };
  }

  async propose(place: FlowPlace, observationId: string): Promise<ProposalAnswer> {
    const { before, target } = await this.trail.upTo(place, observationId);
    const members = await this.trail.members([...lastWithin(before.map(({ observation }) => observation)), target]);
    const earlier = before.flatMap(({ from, observation }): EarlierObservation[] => {
      const member = members.get(observation.id);
      return member ? [{ from, declaration: observation.declared ?? observation.decision, member }] : [];
    });
    const member = members.get(target.id);
    return (await this.#run('proposeFor', { earlier, member })) as Proposal;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#thread.destroy();
  }

  #run(name: keyof typeof DecisionsThread, task: object): Promise<unknown> {
    return this.#thread.run(task, { name });
  }
}

/** The last ones, as many as may be read: they say most about how it ended. */
function lastWithin(observations: readonly ObservationEntity[]): ObservationEntity[] {
  let bytes = 0;
  return observations
    .toReversed()
    .slice(0, mostEarlier)
    .filter(({ packBytes }) => (bytes += packBytes) <= mostBytes)
    .toReversed();
}
