import { HttpModule, HttpService } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import {
  DocumentProcessing,
  DocumentsModule,
  FileStore,
  ProcessingSignal,
} from '../documents/documents.module.js';
import { Config } from '../shared/config/config.js';
import { Clock } from '../shared/kernel/clock.js';
import { ChosenExtractionEngine } from './application/chosen-extraction-engine.js';
import { ExtractionEngine } from './application/extraction-engine.js';
import { ModelBreaker } from './application/model-breaker.js';
import { ModelExtractionEngine } from './application/model-extraction-engine.js';
import { ProcessNewDocuments } from './application/process-new-documents.js';
import { ProcessingDesk } from './application/processing-desk.js';
import { SourceFiles } from './application/source-files.js';
import { TextReader } from './application/text-reader.js';
import { ChatModel } from './infrastructure/chat-model.js';
import { ChildProcessExtractionEngine } from './infrastructure/child-process-extraction-engine.js';
import { ChildProcessPagePictures } from './infrastructure/child-process-page-pictures.js';
import { ChildProcessTextReader } from './infrastructure/child-process-text-reader.js';
import { ProcessingLoop } from './infrastructure/processing-loop.js';

/** Documents in hand at the same time, beside those whose pictures are being read. */
const LANES = 2;
/** A dense page of A3 takes 10 s on a slow core. */
const PAGE_LIMIT_MS = 30_000;

@Module({
  imports: [DocumentsModule, HttpModule],
  providers: [
    { provide: ProcessingDesk, useExisting: DocumentProcessing },
    { provide: SourceFiles, useExisting: FileStore },
    ProcessNewDocuments,
    {
      provide: ChildProcessTextReader,
      inject: [Config],
      useFactory: (config: Config) =>
        new ChildProcessTextReader({
          warm: config.roles.has('worker'),
          recognition: {
            workers: config.ocrWorkers,
            languages: config.ocrLanguages,
            budgetMs: config.ocrBudgetMs,
            pageLimitMs: Math.min(PAGE_LIMIT_MS, config.ocrBudgetMs),
          },
        }),
    },
    { provide: TextReader, useExisting: ChildProcessTextReader },
    {
      provide: ExtractionEngine,
      inject: [Config, ChildProcessTextReader, HttpService, Clock],
      useFactory: (
        { extractionEngine, model }: Config,
        { pool }: ChildProcessTextReader,
        http: HttpService,
        clock: Clock,
      ) => {
        const rules = new ChildProcessExtractionEngine(pool);
        if (!model) return rules;
        const pages = new ChildProcessPagePictures(pool);
        const byModel = new ModelExtractionEngine(
          new ModelBreaker(new ChatModel(http, model), clock),
          rules,
          pages,
          {
            mostText: model.budget.tokens, // at two characters a token, half of them
            mostPictures: model.input === 'pictures' ? 8 : 0,
          },
        );
        const { others, byProfile } = extractionEngine;
        return new ChosenExtractionEngine((id) =>
          (byProfile.get(id) ?? others) === 'model' ? byModel : rules,
        );
      },
    },
    {
      provide: ProcessingLoop,
      inject: [Config, ProcessNewDocuments, ProcessingDesk, ProcessingSignal],
      useFactory: (
        config: Config,
        processNewDocuments: ProcessNewDocuments,
        desk: ProcessingDesk,
        signal: ProcessingSignal,
      ) => {
        const loop = new ProcessingLoop(processNewDocuments, desk, {
          enabled: config.roles.has('worker'),
          lanes: LANES + config.ocrWorkers, // scans take long; other documents go on beside them
        });
        signal.onRaise(() => loop.wake());
        return loop;
      },
    },
  ],
  exports: [ProcessingLoop],
})
export class ExtractionModule {}

export { ProcessingLoop };
