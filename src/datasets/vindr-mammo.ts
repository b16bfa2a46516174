/**
 * VinDr-Mammo (Nguyen et al., Scientific Data 2023): four views an exam, BI-RADS and density of each breast, boxes around findings. An
 * exam is a patient. Samples come in the order of the table of breasts.
 */
import type { Split } from '../domain/index.ts';
import { fromCorners } from './published/boxes.ts';
import type { Files } from './published/files.ts';
import { imagesBy, stemKey } from './published/images.ts';
import { LabelValues, multiLabel } from './published/label-values.ts';
import { kept, type NamedTable } from './published/named-table.ts';
import { publishedReader, type Findings, type ReadingJob } from './published/published.ts';
import { SampleRows } from './published/sample-rows.ts';

const columns = ['study_id', 'image_id', 'breast_birads', 'breast_density'];
const birads = ['BI-RADS 1', 'BI-RADS 2', 'BI-RADS 3', 'BI-RADS 4', 'BI-RADS 5'];
const densities = ['DENSITY A', 'DENSITY B', 'DENSITY C', 'DENSITY D'];
const findings = [
  'Mass',
  'Suspicious Calcification',
  'Asymmetry',
  'Focal Asymmetry',
  'Global Asymmetry',
  'Architectural Distortion',
  'Suspicious Lymph Node',
  'Skin Thickening',
  'Skin Retraction',
  'Nipple Retraction',
];
const clear = 'No Finding';
const splitNames: Readonly<Record<string, Split>> = { training: 'train', test: 'test' };

export const vindrMammo = publishedReader({
  name: 'vindr-mammo',
  title: 'VinDr-Mammo',
  licence: 'PhysioNet Restricted Health Data License 1.5.0',
  sharing: 'forbidden',
  async find(files) {
    const table = await files.table('breast-level_annotations.csv', columns);
    return table && { file: table.path, columns, read: (job) => read(table, files, job) };
  },
});

async function read(table: NamedTable, files: Files, job: ReadingJob): Promise<Findings> {
  const samples = new SampleRows(imagesBy(job.images, stemKey));
  const details = await readDetails(files, job);
  const grades = new LabelValues(1);
  const density = new LabelValues(1);
  const wanted = [...columns, 'laterality', 'view_position', 'height', 'width', 'split'];
  const spaces: (readonly [number, number])[] = [];
  const problem = await table.eachRow(wanted, job.signal, (cell, row) => {
    const key = stemKey(cell('image_id'));
    if (samples.at(key) !== undefined) return;
    const study = kept(cell('study_id'));
    const boxSpace = [Number(cell('width')), Number(cell('height'))] as const;
    const sample = samples.add(
      key,
      { table: table.path, row, file: `${study}/${cell('image_id')}` },
      {
        patient: study,
        study,
        split: splitNames[cell('split')] ?? null,
        boxSpace,
        covariates: {
          laterality: cell('laterality') || null,
          view: cell('view_position') || null,
          ...(details.get(key) ?? {}),
        },
      },
    );
    if (sample === null) return;
    spaces.push(boxSpace);
    grades.add([birads.indexOf(cell('breast_birads'))]);
    density.add([densities.indexOf(cell('breast_density'))]);
  });
  job.note(problem);
  const ordinal = (name: string, classes: readonly string[]) =>
    ({ name, kind: 'ordinal', classes, mayFlip: false }) as const;
  const found = await readFindings(samples, spaces, files, job);
  return {
    samples,
    labels: [
      grades.toColumn(ordinal('BI-RADS', birads), table.path),
      density.toColumn(ordinal('density', densities), table.path),
      ...(found === null ? [] : [found.toColumn(multiLabel('findings', findings), table.path)]),
    ],
  };
}

/** A row for each box, and one for each image without any. Null without the table. */
async function readFindings(
  samples: SampleRows,
  spaces: readonly (readonly [number, number])[],
  files: Files,
  job: ReadingJob,
): Promise<LabelValues | null> {
  const corners = ['xmin', 'ymin', 'xmax', 'ymax'] as const;
  const table = await job.table('finding_annotations.csv', ['image_id', 'finding_categories']);
  if (table === null) {
    job.isAbsent('finding_annotations.csv', 'boxes');
    return null;
  }
  const said = new Int32Array(samples.length * findings.length).fill(-1);
  const wanted = ['image_id', 'finding_categories', ...corners];
  const problem = await table.eachRow(wanted, job.signal, (cell) => {
    const sample = samples.at(stemKey(cell('image_id')));
    if (sample === undefined) return;
    const labels = said.subarray(sample * findings.length, (sample + 1) * findings.length);
    if (labels[0] === -1) labels.fill(0);
    const cells = corners.map((corner) => cell(corner)) as [string, string, string, string];
    for (const category of pythonList(cell('finding_categories'))) {
      const index = findings.indexOf(category);
      if (index >= 0) labels[index] = 1;
      const box = category === clear ? null : fromCorners(cells, category, null, spaces[sample]);
      if (box !== null) samples.boxes.push({ sample, ...box });
    }
  });
  job.note(problem);
  const values = new LabelValues(findings.length);
  for (let at = 0; at < said.length; at += findings.length)
    values.add(said.subarray(at, at + findings.length));
  return values;
}

/** The strings of a list as Python prints it: `['Mass', 'Nipple Retraction']`. */
function pythonList(cell: string): string[] {
  return [...cell.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g)].map(
    ([, single, double]) => single ?? double ?? '',
  );
}

/** Age and maker by image, from the table of DICOM tags. */
async function readDetails(
  files: Files,
  job: ReadingJob,
): Promise<ReadonlyMap<string, Readonly<Record<string, string | number | null>>>> {
  const details = new Map<string, Record<string, string | number | null>>();
  const table = await job.table('metadata.csv', ['SOP Instance UID']);
  if (table === null) {
    job.isAbsent('metadata.csv', 'details');
    return details;
  }
  const wanted = ['SOP Instance UID', "Patient's Age", 'Manufacturer'];
  const problem = await table.eachRow(wanted, job.signal, (cell) => {
    const [, years] = /^(\d+)Y$/.exec(cell("Patient's Age")) ?? [];
    details.set(kept(cell('SOP Instance UID')), {
      age: years === undefined ? null : Number(years),
      manufacturer: kept(cell('Manufacturer')) || null,
    });
  });
  job.note(problem);
  return details;
}
