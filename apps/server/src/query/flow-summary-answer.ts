import type { FlowSummary, NotableCandidate, StageSummary } from '@flow-trail/decisions';
import { ApiProperty } from '@nestjs/swagger';
import { DistinctAnswer, OutcomeCountsAnswer, ReasonAnswer, SampleAnswer } from './outcome-answers.js';

class StageSummaryAnswer extends OutcomeCountsAnswer implements StageSummary {
  @ApiProperty({ description: 'step/observation' })
  name: string;

  @ApiProperty()
  step: string;

  @ApiProperty()
  observation: string;

  @ApiProperty({ description: 'What the ids name.' })
  kind: string;

  @ApiProperty({ description: 'Stages whose kept candidates came in; empty where a trail begins.' })
  from: string[];

  @ApiProperty({ description: 'Ids of its observations.' })
  observations: string[];

  @ApiProperty()
  iterations: number;

  @ApiProperty({ description: 'Of dropped: who came in and is not named here, where only survivors are.' })
  absent: number;

  @ApiProperty({ description: 'Records that the data says were there, and are not.' })
  notRecorded: number;

  @ApiProperty({ type: DistinctAnswer, description: 'Candidates, however often they are repeated.' })
  distinct: DistinctAnswer;

  @ApiProperty({ description: 'Kept here and seen at a stage that follows.' })
  continued: number;

  @ApiProperty({ description: 'Kept here and never seen again, though the trail goes on.' })
  vanished: number;

  @ApiProperty({ description: 'Here without having come in.' })
  appeared: number;

  @ApiProperty({ description: 'Records whose outcome and rules disagree.' })
  conflicts: number;

  @ApiProperty({ type: [ReasonAnswer], maxItems: 20, description: 'Why records did not survive, most frequent first.' })
  reasons: ReasonAnswer[];
}

class NotableCandidateAnswer extends SampleAnswer implements NotableCandidate {
  @ApiProperty({ description: 'What the ids name.' })
  kind: string;

  @ApiProperty({ description: 'step/observation' })
  stage: string;

  @ApiProperty({ format: 'uuid' })
  observationId: string;
}

/** The funnel of a flow with all its counts. */
export class FlowSummaryAnswer implements FlowSummary {
  @ApiProperty({ description: 'Raised when a summary made earlier would say something else now.' })
  summaryVersion: number;

  @ApiProperty({ type: [StageSummaryAnswer], maxItems: 200, description: 'In the order of the flow.' })
  stages: StageSummaryAnswer[];

  @ApiProperty({ description: 'Stages beyond those.' })
  moreStages: number;

  @ApiProperty({ description: 'Of all stages: what nobody explained, who vanished and who appeared.' })
  unexplained: number;

  @ApiProperty({ type: [NotableCandidateAnswer], maxItems: 50 })
  notable: NotableCandidateAnswer[];
}
