import { Module } from '@nestjs/common';
import { DeclarationsController } from './declarations.controller.js';
import { Declarations } from './declarations.js';
import { ReprocessingController } from './reprocessing.controller.js';
import { Reprocessing } from './reprocessing.js';

@Module({
  controllers: [DeclarationsController, ReprocessingController],
  providers: [Declarations, Reprocessing],
})
export class DeclarationsModule {}
