import { queryableTypes, ruleOperators, type Json, type QueryableType, type RuleOperator } from '@flow-trail/contracts';
import {
  unexplainedCauses,
  type ContributionsSummary,
  type DecisionSummary,
  type GroupsSummary,
  type NearMiss,
  type NumberSummary,
  type ObservationSummary,
  type RuleOverlap,
  type RuleSummary,
  type UnexplainedCause,
  type ValueSummary,
} from '@flow-trail/decisions';
import { ApiExtraModels, ApiProperty, getSchemaPath, type ApiPropertyOptions } from '@nestjs/swagger';
import { anyJson } from './any-json.js';
import { DistinctAnswer, OutcomeCountsAnswer, ReasonAnswer, SampleAnswer } from './outcome-answers.js';

const text = { type: String, nullable: true } as const;
const number = { type: Number, nullable: true } as const;
const key = { ...text, description: 'The id as JSON text.' } as const;

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

  @ApiProperty({ ...anyJson, description: 'Null when none was recorded, several were, or it is long.' })
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
