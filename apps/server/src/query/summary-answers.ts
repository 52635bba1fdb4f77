import { queryableTypes, ruleOperators, type Json, type QueryableType, type RuleOperator } from '@flow-trail/contracts';
import {
  countedOutcomes,
  sampleRoles,
  unexplainedCauses,
  type ContributionsSummary,
  type CountedOutcome,
  type DecisionSummary,
  type FlowSummary,
  type GroupsSummary,
  type NearMiss,
  type NotableCandidate,
  type NumberSummary,
  type ObservationSummary,
  type OutcomeCounts,
  type ReasonSummary,
  type RuleOverlap,
  type RuleSummary,
  type Sample,
  type SampleRole,
  type StageSummary,
  type UnexplainedCause,
  type ValueSummary,
} from '@flow-trail/decisions';
import { ApiExtraModels, ApiProperty, getSchemaPath, type ApiPropertyOptions } from '@nestjs/swagger';

const text = { type: String, nullable: true } as const;
const number = { type: Number, nullable: true } as const;
const key = { ...text, description: 'The id as JSON text.' } as const;
const lostOutcomes = countedOutcomes.filter((outcome) => outcome !== 'kept');

class OutcomeCountsAnswer implements OutcomeCounts {
  @ApiProperty({ description: 'Records; always the sum of kept, dropped, error, skipped and unexplained.' })
  in: number;

  @ApiProperty()
  kept: number;

  @ApiProperty()
  dropped: number;

  @ApiProperty()
  error: number;

  @ApiProperty()
  skipped: number;

  @ApiProperty({ description: 'No verdict, or dropped with neither reason nor failed rule.' })
  unexplained: number;
}

class DistinctAnswer {
  @ApiProperty()
  in: number;

  @ApiProperty()
  kept: number;
}

class ReasonAnswer implements ReasonSummary {
  @ApiProperty({ enum: lostOutcomes })
  outcome: Exclude<CountedOutcome, 'kept'>;

  @ApiProperty({ ...text, description: 'The first rule that failed;' })
  rule: string | null;

  @ApiProperty({ ...text, description: 'else the recorded reason, numbers as #; null when there is neither.' })
  reason: string | null;

  @ApiProperty()
  count: number;
}

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

class SampleAnswer implements Sample {
  @ApiProperty({ enum: sampleRoles, description: 'Why it is worth a row of its own.' })
  role: SampleRole;

  @ApiProperty({ minimum: 0, description: 'Of the record.' })
  index: number;

  @ApiProperty({ description: 'The id as JSON text.' })
  key: string;

  @ApiProperty(text)
  label: string | null;

  @ApiProperty({ enum: countedOutcomes })
  outcome: CountedOutcome;

  @ApiProperty({ ...text, description: 'The rule that dropped it.' })
  rule: string | null;

  @ApiProperty({ ...number, description: 'By how much.' })
  margin: number | null;

  @ApiProperty(number)
  score: number | null;

  @ApiProperty(number)
  rank: number | null;

  @ApiProperty(number)
  chance: number | null;
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

class NumberSummaryAnswer implements NumberSummary {
  @ApiProperty({ description: 'How many numbers there were.' })
  count: number;

  @ApiProperty()
  min: number;

  @ApiProperty({ description: 'The 10th percentile; so on for the others.' })
  p10: number;

  @ApiProperty()
  p25: number;

  @ApiProperty()
  p50: number;

  @ApiProperty()
  p75: number;

  @ApiProperty()
  p90: number;

  @ApiProperty()
  max: number;

  @ApiProperty()
  mean: number;
}

class NearMissAnswer implements NearMiss {
  @ApiProperty({ minimum: 0, description: 'Of the record.' })
  index: number;

  @ApiProperty(key)
  key: string | null;

  @ApiProperty(text)
  label: string | null;

  @ApiProperty({ ...number, description: 'Null when several numbers were compared.' })
  actual: number | null;

  @ApiProperty({ maximum: 0, description: 'By how much it failed.' })
  margin: number;
}

class RuleSummaryAnswer implements RuleSummary {
  @ApiProperty()
  rule: string;

  @ApiProperty({ type: Boolean, required: false, description: 'A function decided: no threshold can be moved.' })
  isFunction?: true;

  @ApiProperty({ enum: ruleOperators, nullable: true })
  op: RuleOperator | null;

  @ApiProperty({
    description: 'Any JSON; null when none was recorded, several were, or it is long.',
    nullable: true,
    type: 'object',
    additionalProperties: true,
  })
  threshold: Json;

  @ApiProperty({ description: 'passed + failed + notEvaluated + missing are all records.' })
  passed: number;

  @ApiProperty()
  failed: number;

  @ApiProperty({ description: 'Dropped, and this was the first rule that failed.' })
  failedFirst: number;

  @ApiProperty({ description: 'Dropped, and would have survived but for this rule;' })
  failedAlone: number;

  @ApiProperty({ description: 'of so many that failed it: those of which it can be said.' })
  failedAloneOf: number;

  @ApiProperty()
  notEvaluated: number;

  @ApiProperty({ description: 'There was no value to look at, and the rule says nothing of that.' })
  missing: number;

  @ApiProperty({
    type: NumberSummaryAnswer,
    nullable: true,
    description: 'By how much it failed, all of it 0 or less.',
  })
  failedBy: NumberSummaryAnswer | null;

  @ApiProperty({ type: [NearMissAnswer], maxItems: 5, description: 'Those that failed it alone by least.' })
  nearMisses: NearMissAnswer[];
}

class RuleOverlapAnswer implements RuleOverlap {
  @ApiProperty({ type: [String], minItems: 2, maxItems: 2 })
  rules: [string, string];

  @ApiProperty({ description: 'Records that failed both.' })
  failed: number;
}

class CauseAnswer {
  @ApiProperty({ enum: unexplainedCauses })
  cause: UnexplainedCause;

  @ApiProperty()
  count: number;
}

class ContributionAnswer extends NumberSummaryAnswer {
  @ApiProperty()
  name: string;
}

class ContributionsAnswer implements ContributionsSummary {
  @ApiProperty({ enum: ['sum', 'product'] })
  combine: 'sum' | 'product';

  @ApiProperty({ type: [ContributionAnswer], maxItems: 64 })
  parts: ContributionAnswer[];

  @ApiProperty({
    type: NumberSummaryAnswer,
    nullable: true,
    description: 'Of scores, what their parts do not explain.',
  })
  residual: NumberSummaryAnswer | null;
}

class GroupAnswer {
  @ApiProperty()
  name: string;

  @ApiProperty()
  in: number;

  @ApiProperty()
  kept: number;
}

class GroupsAnswer implements GroupsSummary {
  @ApiProperty({ description: 'How many groups there were,' })
  count: number;

  @ApiProperty({ description: 'over so many records; the rest has none.' })
  records: number;

  @ApiProperty({ description: 'Groups that kept nobody.' })
  empty: number;

  @ApiProperty({ type: [GroupAnswer], maxItems: 20 })
  largest: GroupAnswer[];
}

class ChancesAnswer extends NumberSummaryAnswer {
  @ApiProperty({ description: 'About how many were drawn.' })
  sum: number;
}

class DecisionSummaryAnswer extends OutcomeCountsAnswer implements DecisionSummary {
  @ApiProperty({ description: 'What the ids name; empty when not declared.' })
  kind: string;

  @ApiProperty({ ...number, description: 'How many there were, when the data says so;' })
  total: number | null;

  @ApiProperty({ description: 'how many of them are not among the records.' })
  notRecorded: number;

  @ApiProperty({ type: DistinctAnswer, description: 'Candidates, however often they are repeated.' })
  distinct: DistinctAnswer;

  @ApiProperty({ description: 'Records that name no candidate.' })
  withoutId: number;

  @ApiProperty({ description: 'Records whose outcome and rules disagree.' })
  conflicts: number;

  @ApiProperty({ type: [CauseAnswer] })
  causes: CauseAnswer[];

  @ApiProperty({ maxItems: 20, description: 'Outcomes as recorded, that nothing explains.' })
  unknownWords: string[];

  @ApiProperty({ type: [RuleSummaryAnswer], maxItems: 100 })
  rules: RuleSummaryAnswer[];

  @ApiProperty({ type: [RuleOverlapAnswer], maxItems: 20 })
  overlaps: RuleOverlapAnswer[];

  @ApiProperty({ type: [ReasonAnswer] })
  reasons: ReasonAnswer[];

  @ApiProperty({ type: NumberSummaryAnswer, nullable: true })
  scores: NumberSummaryAnswer | null;

  @ApiProperty({ type: ContributionsAnswer, nullable: true })
  contributions: ContributionsAnswer | null;

  @ApiProperty({ type: GroupsAnswer, nullable: true })
  groups: GroupsAnswer | null;

  @ApiProperty({ type: ChancesAnswer, nullable: true })
  chances: ChancesAnswer | null;

  @ApiProperty({ type: [SampleAnswer] })
  samples: SampleAnswer[];

  @ApiProperty({ description: 'What of the declaration could not be understood, a sentence each.' })
  problems: string[];
}

class FrequentValueAnswer {
  @ApiProperty()
  value: string;

  @ApiProperty()
  count: number;
}

const numberOrText: ApiPropertyOptions = { oneOf: [{ type: 'number' }, { type: 'string' }], nullable: true };

class ValueSummaryAnswer implements ValueSummary {
  @ApiProperty({ enum: queryableTypes })
  type: QueryableType;

  @ApiProperty({ description: 'Records.' })
  of: number;

  @ApiProperty({ description: 'Those that have a value of the declared type.' })
  count: number;

  @ApiProperty(numberOrText)
  min: number | string | null;

  @ApiProperty(numberOrText)
  max: number | string | null;

  @ApiProperty({ ...number, description: 'Of numbers.' })
  mean: number | null;

  @ApiProperty({ type: [FrequentValueAnswer], maxItems: 10, description: 'The most frequent.' })
  top: FrequentValueAnswer[];

  @ApiProperty({ description: 'Of how many values the frequencies are known.' })
  topOf: number;
}

/** What the records of an observation say, in bounded size. */
@ApiExtraModels(ValueSummaryAnswer)
export class ObservationSummaryAnswer implements ObservationSummary {
  @ApiProperty({ description: 'Raised when a summary made earlier would say something else now.' })
  summaryVersion: number;

  @ApiProperty()
  records: number;

  @ApiProperty({ type: DecisionSummaryAnswer, nullable: true, description: 'Null without a declaration.' })
  decision: DecisionSummaryAnswer | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(ValueSummaryAnswer) },
    description: 'By queryable path.',
  })
  values: { [path: string]: ValueSummaryAnswer };
}
