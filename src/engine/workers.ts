/** The only place where workers are made. Each comes with its service's type, so calls are checked by the compiler. */
import IndexWorker from '../../workers/index.worker.ts?worker';
import PreprocessWorker from '../../workers/preprocess.worker.ts?worker';
import ProjectionWorker from '../../workers/projection.worker.ts?worker';
import TrainingWorker from '../../workers/training.worker.ts?worker';
import type {
  IndexService,
  PreprocessService,
  ProjectionService,
  TrainingService,
} from '../services/index.ts';
import { WorkerClient } from '../transport/index.ts';

export function indexWorker(): WorkerClient<IndexService> {
  return new WorkerClient('index', (name) => new IndexWorker({ name }));
}

export function preprocessWorker(): WorkerClient<PreprocessService> {
  return new WorkerClient('preprocess', (name) => new PreprocessWorker({ name }));
}

export function trainingWorker(): WorkerClient<TrainingService> {
  return new WorkerClient('training', (name) => new TrainingWorker({ name }));
}

export function projectionWorker(): WorkerClient<ProjectionService> {
  return new WorkerClient('projection', (name) => new ProjectionWorker({ name }));
}
