import { Module } from '@nestjs/common';
import { DeclarationsController } from './declarations.controller.js';
import { Declarations } from './declarations.js';

@Module({ controllers: [DeclarationsController], providers: [Declarations] })
export class DeclarationsModule {}
