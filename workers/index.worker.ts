/** The index worker: serves `IndexService`. */
import { IndexService } from '../src/services/index.ts';
import { serve } from '../src/transport/index.ts';

serve(new IndexService());
