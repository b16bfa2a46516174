/** The training worker: serves `TrainingService`. */
import { TrainingService } from '../src/services/index.ts';
import { serve } from '../src/transport/index.ts';

serve(new TrainingService());
