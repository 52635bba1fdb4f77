import type { CandidateAnswer, CandidatePage } from '@flow-trail/contracts';
import { countedOutcomes, whyVerdicts } from '@flow-trail/decisions';
import { ApiProperty } from '@nestjs/swagger';

const text = { type: String, nullable: true } as const;
const number = { type: Number, nullable: true } as const;

class CandidateReferenceAnswer {
  @ApiProperty()
  kind: string;

  @ApiProperty({ description: 'The id as JSON text.' })
  key: string;
}

class SightingAnswer {
  @ApiProperty({ description: 'step/observation' })
  stage: string;

  @ApiProperty({ format: 'uuid' })
  observationId: string;

  @ApiProperty({ minimum: 1 })
  iteration: number;

  @ApiProperty({ minimum: 0, description: 'Of the record.' })
  index: number;

  @ApiProperty({ enum: countedOutcomes })
  outcome: string;

  @ApiProperty({ ...text, description: 'The rule that dropped it.' })
  rule: string | null;

  @ApiProperty(number)
  score: number | null;

  @ApiProperty(number)
  rank: number | null;
}

export class CandidateAnswerBody implements CandidateAnswer {
  @ApiProperty({ description: 'What the ids name.' })
  kind: string;

  @ApiProperty({ description: 'The id as JSON text: the number 42 and the text "42" are two candidates.' })
  key: string;

  @ApiProperty(text)
  label: string | null;

  @ApiProperty({ enum: whyVerdicts })
  verdict: string;

  @ApiProperty({ description: 'The verdict with its place and numbers, for a person.' })
  sentence: string;

  @ApiProperty({ ...text, description: 'step/observation where it was decided.' })
  stage: string | null;

  @ApiProperty(text)
  rule: string | null;

  @ApiProperty({ ...number, description: 'By how much: of the rule, or of the score behind whom it lost to.' })
  margin: number | null;

  @ApiProperty({ type: [SightingAnswer], description: 'Where it was seen, in the order of the flow.' })
  path: SightingAnswer[];

  @ApiProperty({ description: 'Sightings left out of the middle of the path.' })
  leftOut: number;

  @ApiProperty({ type: [CandidateReferenceAnswer], description: 'Other candidates that the same text can mean.' })
  alsoNamed: CandidateReferenceAnswer[];
}

class ObservationsReadAnswer {
  @ApiProperty()
  count: number;

  @ApiProperty()
  of: number;
}

export class CandidatePageBody implements CandidatePage {
  @ApiProperty({ type: [CandidateAnswerBody] })
  candidates: CandidateAnswerBody[];

  @ApiProperty({ description: 'Candidates that the query fits.' })
  matched: number;

  @ApiProperty({ description: 'All candidates.' })
  of: number;

  @ApiProperty({ type: ObservationsReadAnswer, description: 'How many observations with decisions were read.' })
  observationsRead: ObservationsReadAnswer;

  @ApiProperty({ ...text, description: 'Give it back as `cursor` for the next page; null on the last.' })
  nextCursor: string | null;
}

class EvidenceAnswer {
  @ApiProperty({ description: 'The word of the declaration.' })
  part: string;

  @ApiProperty()
  because: string;
}

class LookedAtAnswer {
  @ApiProperty()
  lookedAt: number;

  @ApiProperty()
  of: number;
}

export class ProposalAnswerBody {
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  declaration: object | null;

  @ApiProperty({ type: [EvidenceAnswer], required: false })
  evidence?: EvidenceAnswer[];

  @ApiProperty({ type: [EvidenceAnswer], required: false, description: 'What had too little evidence.' })
  leftOut?: EvidenceAnswer[];

  @ApiProperty({ type: LookedAtAnswer, required: false })
  records?: LookedAtAnswer;

  @ApiProperty({ type: String, required: false, description: 'Why nothing is proposed.' })
  reason?: string;
}
