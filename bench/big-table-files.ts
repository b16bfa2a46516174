/** Tables much larger than the memory that reading them may take, in the forms that datasets for questions about images have. */
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import { noisePng, writeManyPngs } from './memory-files.ts';

/** Pictures of about 100 kB, as datasets of 512 px have them. */
const side = 320;
const pictures = () => Array.from({ length: 64 }, () => noisePng(side));

/**
 * PathVQA as Hugging Face has it: structs of `bytes` and `path`, row groups of 1,000 rows, of which pyarrow makes one page each, since it
 * looks at the size of a page after 1,024 values only.
 */
export async function writeLargeParquet(folder: string, bytes: number): Promise<void> {
  await mkdir(join(folder, 'path-vqa/data'), { recursive: true });
  const images = pictures();
  const groupRows = 1000;
  const string = { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' } as const;
  const writer = new ParquetWriter({
    writer: fileWriter(join(folder, 'path-vqa/data/train-00000-of-00001.parquet')),
    schema: [
      { name: 'root', num_children: 3 },
      { name: 'image', num_children: 2, repetition_type: 'OPTIONAL' },
      { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
      { name: 'path', ...string },
      { name: 'question', ...string },
      { name: 'answer', ...string },
    ],
    statistics: false,
  });
  for (let written = 0, row = 0; written < bytes;) {
    const rows = Array.from({ length: groupRows }, () => row++);
    await writer.write({
      columnData: [
        {
          name: 'image',
          data: rows.map((i) => ({ bytes: images[i % images.length]!, path: null })),
          encoding: 'PLAIN',
        },
        { name: 'question', data: rows.map((i) => `what is in picture ${i}?`) },
        { name: 'answer', data: rows.map((i) => (i % 2 === 0 ? 'yes' : 'no')) },
      ],
      rowGroupSize: groupRows,
      pageSize: 2 ** 30,
    });
    written += groupRows * images[0]!.length;
  }
  await writer.finish();
}

/** GMAI-MMBench: a table with base64 images. */
export async function writeLargeTsv(path: string, bytes: number): Promise<void> {
  const images = pictures().map((one) => one.toString('base64'));
  const file = await open(path, 'w');
  const columns = ['index', 'image', 'question', 'A', 'B', 'C', 'D', 'answer', 'category', 'department'];
  let written = (await file.write(`${columns.join('\t')}\n`)).bytesWritten;
  for (let row = 0; written < bytes;) {
    const lines: string[] = [];
    for (let i = 0; i < 64; i++, row++) {
      const kind = row % 4;
      const cells = [row, images[row % images.length]!, `Which is in picture ${row}?`];
      const options = ['Glioma', 'Pneumonia', 'Glaucoma', 'Fracture'];
      lines.push([...cells, ...options, 'ABCD'[kind], options[kind], 'Radiology'].join('\t'));
    }
    written += (await file.write(`${lines.join('\n')}\n`)).bytesWritten;
  }
  await file.close();
}

/** PubMedVision: one list of conversations of about 1.5 kB, with an image each in an archive. */
export async function writeLargeJson(folder: string, bytes: number): Promise<void> {
  await mkdir(folder);
  const file = await open(join(folder, 'PubMedVision_Alignment_VQA.json'), 'w');
  const modalities = ['Computed Tomography', 'Microscopic Image', 'Digital Photography'];
  const sentence = 'The figure shows a section with "well defined" borders and no change nearby. ';
  let written = (await file.write('[')).bytesWritten;
  let row = 0;
  while (written < bytes) {
    const records: string[] = [];
    for (let i = 0; i < 2000; i++, row++) {
      const record = {
        id: `Alignment_VQA_${row}`,
        image: [`images/pmc_${row}_0.png`],
        conversations: [
          { from: 'human', value: `What does figure ${row} show?` },
          { from: 'gpt', value: `Figure ${row}. ${sentence.repeat(8 + (row % 16))}` },
        ],
        modality: modalities[row % modalities.length],
        body_part: 'Liver',
      };
      records.push((row > 0 ? ',\n' : '') + JSON.stringify(record));
    }
    written += (await file.write(records.join(''))).bytesWritten;
  }
  await file.write(']');
  await file.close();
  await writeManyPngs(join(folder, 'images_0.zip'), row, (i) => `images/pmc_${i}_0.png`);
}
