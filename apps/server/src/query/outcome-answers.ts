import {
  countedOutcomes,
  sampleRoles,
  type CountedOutcome,
  type OutcomeCounts,
  type ReasonSummary,
  type Sample,
  type SampleRole,
} from '@flow-trail/decisions';
import { ApiProperty } from '@nestjs/swagger';

const text = { type: String, nullable: true } as const;
const number = { type: Number, nullable: true } as const;
const lostOutcomes = countedOutcomes.filter((outcome) => outcome !== 'kept');

export class OutcomeCountsAnswer implements OutcomeCounts {
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

export class DistinctAnswer {
  @ApiProperty()
  in: number;

  @ApiProperty()
  kept: number;
}

export class ReasonAnswer implements ReasonSummary {
  @ApiProperty({ enum: lostOutcomes })
  outcome: Exclude<CountedOutcome, 'kept'>;

  @ApiProperty({ ...text, description: 'The first rule that failed;' })
  rule: string | null;

  @ApiProperty({ ...text, description: 'else the recorded reason, numbers as #; null when there is neither.' })
  reason: string | null;

  @ApiProperty()
  count: number;
}

export class SampleAnswer implements Sample {
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
