/** Which sentence says what opens a kept file. */
import type { ExportName } from '../domain/index.ts';

/** Keys of the sentences in `words.keep.opens`. */
export type FileKind =
  'recipe' | 'metrics' | 'predictions' | 'weights' | 'tfjsModel' | 'tfjsShard' | 'tensors' | 'report';

export function fileKind(name: ExportName): FileKind {
  switch (name) {
    case 'recipe.json':
      return 'recipe';
    case 'metrics.json':
      return 'metrics';
    case 'weights.safetensors':
      return 'weights';
    case 'tfjs/model.json':
      return 'tfjsModel';
    case 'tensors.npz':
      return 'tensors';
    case 'report.html':
      return 'report';
    default:
      return name.startsWith('tfjs/') ? 'tfjsShard' : 'predictions';
  }
}
