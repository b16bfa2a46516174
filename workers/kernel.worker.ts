/** A helper of the training worker's kernels: it gets the backend's memory, and works in it until it is ended. */
import { help, type HelperTask } from '../src/kernels/helper.ts';

self.onmessage = ({ data }: MessageEvent<HelperTask>) => {
  self.postMessage('begun');
  help(data);
  self.postMessage('ended');
};
