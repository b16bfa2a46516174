/**
 * `npm run bench:memory [npz] [zip] [csv]`: opens files that are much larger than memory may be in the built program, walks them, and
 * prints the most memory that the page and its workers held. Linux only. Needs about 2.5 GB of disk for a while.
 */
import { writeLargeNpz, writeManyPngs, writeTableFolder } from './memory-files.ts';
import { takeWalks, type Walk } from './memory-walks.ts';

const walks: readonly Walk[] = [
  {
    name: '6 GB of uint8 in one stored .npz entry, every row cut to 28 px',
    file: 'large.npz',
    make: (path) => writeLargeNpz(path, 120_000, 224),
    images: Infinity,
  },
  {
    name: 'zip of 200,000 PNGs, recognised, then 20,000 of them cut',
    file: 'many.zip',
    make: (path) => writeManyPngs(path, 200_000),
    images: 20_000,
  },
  {
    // As somebody has it who has the whole table of a dataset and some of its pictures.
    name: '2 GB of CSV with reports of 1 kB beside 2,000 of its pictures: every row read, the pictures cut',
    file: 'csv',
    make: (path) => writeTableFolder(path, 2e9, 2000),
    images: 2000,
  },
];

await takeWalks(walks, process.argv.slice(2));
