import type { Declaration, DeclarationHistory, DeclarationPage, DecisionDeclaration } from '@flow-trail/contracts';
import { ApiProperty } from '@nestjs/swagger';

export class DeclarationAnswer implements Declaration {
  @ApiProperty()
  flowName: string;

  @ApiProperty()
  step: string;

  @ApiProperty()
  observation: string;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  decision: DecisionDeclaration | null;

  @ApiProperty({ description: 'Whether it also counts where the client recorded a declaration of its own.' })
  overridesRecorded: boolean;

  @ApiProperty({ minimum: 1 })
  version: number;

  @ApiProperty({ type: 'string', format: 'date-time' })
  createdAt: string;
}

export class DeclarationPageAnswer implements DeclarationPage {
  @ApiProperty({ type: [DeclarationAnswer] })
  declarations: DeclarationAnswer[];

  @ApiProperty({ description: 'Flows of these names that will be read again.' })
  pendingFlows: number;
}

export class DeclarationHistoryAnswer implements DeclarationHistory {
  @ApiProperty({ type: [DeclarationAnswer], maxItems: 100 })
  versions: DeclarationAnswer[];
}
