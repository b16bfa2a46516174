/**
 * `npm run bench:big-tables [parquet] [tsv] [json]`: tables with images in their cells, and lists of records, that are much larger than
 * memory may be: recognised, indexed, then cut for a while in the built program, with the most memory that the page and its workers
 * held. Linux only. Needs about 3 GB of disk for a while.
 */
import { writeLargeJson, writeLargeParquet, writeLargeTsv } from './big-table-files.ts';
import { takeWalks, type Walk } from './memory-walks.ts';

const walks: readonly Walk[] = [
  {
    name: '2 GB of parquet with images in row groups of 1,000 rows, recognised, then 3,000 of them cut',
    file: 'parquet',
    make: (path) => writeLargeParquet(path, 2e9),
    images: 3000,
  },
  {
    name: '3 GB of TSV with images in base64, recognised, then 3,000 of them cut',
    file: 'GMAI_mm_bench_VAL.tsv',
    make: (path) => writeLargeTsv(path, 3e9),
    images: 3000,
  },
  {
    name: '1 GB of JSON beside an archive of its pictures, recognised, then 3,000 of them cut',
    file: 'json',
    make: (path) => writeLargeJson(path, 1e9),
    images: 3000,
  },
];

await takeWalks(walks, process.argv.slice(2));
