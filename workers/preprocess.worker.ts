/** The preprocess worker: serves `PreprocessService`. */
import { PreprocessService } from '../src/services/index.ts';
import { serve } from '../src/transport/index.ts';

serve(new PreprocessService());
