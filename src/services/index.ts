/** What the workers do: each service composes the rooms for one kind of worker and is served by it (`workers/`). */
export { IndexService } from './index-service.ts';
export { PreprocessService, type ShardResult } from './preprocess-service.ts';
export { ProjectionService } from './projection-service.ts';
export { TrainingService } from './training-service.ts';
