/** The projection worker: serves `ProjectionService`. */
import { ProjectionService } from '../src/services/index.ts';
import { serve } from '../src/transport/index.ts';

serve(new ProjectionService());
