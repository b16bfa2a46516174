/** What DICOM headers add to folders and tables: who belongs together, and covariates; never who it is. */
import { describe, expect, it } from 'vitest';
import type { Source } from '../../src/domain/index.ts';
import { makeSplits } from '../../src/datasets/index.ts';
import { memorySource } from '../../src/source/index.ts';
import { dicomFile, type Said } from './dicom-file.ts';
import { csv, evidence, read } from './sources.ts';

function dicomFolder(files: Record<string, Said>, texts: Record<string, string> = {}): Source {
  return memorySource('films', {
    ...Object.fromEntries(Object.entries(files).map(([path, said]) => [path, dicomFile(said)])),
    ...Object.fromEntries(
      Object.entries(texts).map(([path, text]) => [path, new TextEncoder().encode(text)]),
    ),
  });
}

/** Two films of each of twelve patients, ill and healthy in turn. */
const twelve = Object.fromEntries(
  Array.from({ length: 24 }, (_, i): [string, Said] => {
    const patient = Math.floor(i / 2);
    return [`${patient % 2 === 0 ? 'normal' : 'pneumonia'}/${i}.dcm`, { patient: `MRN-${patient}` }];
  }),
);

describe('class folders of DICOM files', () => {
  it('are grouped by the header’s patient, under numbers', async () => {
    const { inspection, table, progress } = await read(dicomFolder(twelve));
    expect(inspection.reader).toBe('class-folders');
    expect(inspection.patients).toBe(12);
    expect(evidence(inspection, 'dicom-patients')).toEqual({ patients: 12, images: 24 });
    expect(new Set(table.patients)).toEqual(new Set(Array.from({ length: 12 }, (_, i) => `${i + 1}`)));
    expect(JSON.stringify([inspection, table])).not.toMatch(/MRN|Secret/);
    expect(progress).toContainEqual({ stage: 'headers', done: 24 });
  });

  it('never part a patient', async () => {
    const { table, inspection } = await read(dicomFolder(twelve));
    const { target } = table.labels[0]!;
    const split = { use: 'official', val: 0.25, test: 0.25 } as const;
    const assigned = makeSplits(table, target, split, 0);
    const places = new Map<string, Set<unknown>>();
    for (const [row, patient] of table.patients!.entries())
      places.set(patient, (places.get(patient) ?? new Set()).add(assigned[row]));
    expect([...places.values()].every((splits) => splits.size === 1)).toBe(true);
    expect(inspection.patients).toBe(12);
  });

  it('keep what else the headers say, and count it', async () => {
    const { inspection, table } = await read(
      dicomFolder({
        'a/1.dcm': { patient: 'x', view: 'PA', age: '045Y', sex: 'F', spacing: '0.14\\0.14' },
        'a/2.dcm': { patient: 'y', view: 'AP', laterality: 'L' },
        'b/3.dcm': { patient: 'z', age: '006M' },
      }),
    );
    expect(table.covariates).toEqual({
      view: ['PA', 'AP', null],
      laterality: [null, 'L', null],
      age: [45, null, 0.5],
      sex: ['F', null, null],
      spacing: [0.14, null, null],
    });
    expect(inspection.covariates).toEqual([
      { name: 'view', samples: 2 },
      { name: 'laterality', samples: 1 },
      { name: 'age', samples: 2 },
      { name: 'sex', samples: 1 },
      { name: 'spacing', samples: 1 },
    ]);
  });

  it('are grouped by study where all seem to be of one patient, and not at all where studies say as little', async () => {
    const anonymous = { patient: 'ANON' };
    const byStudy = await read(
      dicomFolder({
        'a/1.dcm': { ...anonymous, study: '1.2.1' },
        'a/2.dcm': { ...anonymous, study: '1.2.2' },
        'b/3.dcm': { ...anonymous, study: '1.2.2' },
      }),
    );
    expect(byStudy.table.patients).toEqual(['1', '2', '2']);
    const none = await read(dicomFolder({ 'a/1.dcm': anonymous, 'b/2.dcm': anonymous }));
    expect(none.table.patients).toBeNull();
    expect(evidence(none.inspection, 'dicom-patients')).toBeUndefined();
  });

  it('may have names without an extension', async () => {
    const { inspection } = await read(
      dicomFolder(
        { 'a/IM0001': { patient: 'x' }, 'b/1.2.840.7': { patient: 'y' }, 'b/IM0002': { patient: 'y' } },
        { LICENSE: 'CC0', DICOMDIR: 'a list' },
      ),
    );
    expect(inspection).toMatchObject({ reader: 'class-folders', images: 3, patients: 2 });
  });

  it('are read although some are damaged', async () => {
    const files = dicomFolder(twelve);
    const broken: Source = {
      ...files,
      name: files.name,
      list: (signal) => files.list(signal),
      open: async (path) => {
        const file = await files.open(path);
        const cut = {
          ...file,
          path,
          size: 150,
          slice: (from: number, to: number) => file.slice(from, Math.min(to, 150)),
        };
        return path.endsWith('/3.dcm') ? cut : file;
      },
    };
    const { table, inspection } = await read(broken);
    expect(table.length).toBe(24);
    expect(inspection.patients).toBe(12);
    expect(table.patients![table.ids.indexOf('pneumonia/3.dcm')]).toBe('');
  });
});

describe('a table that names DICOM files', () => {
  const files = {
    'x/1.dcm': { patient: 'A' },
    'x/2.dcm': { patient: 'B' },
    'x/3.dcm': { patient: 'B' },
  };
  const rows = [
    ['image', 'finding'],
    ['1.dcm', 'yes'],
    ['2.dcm', 'no'],
    ['3.dcm', 'yes'],
  ];

  it('takes patients from the headers where it has no column for them', async () => {
    const { inspection, table } = await read(dicomFolder(files, { 'labels.csv': csv(...rows) }));
    expect(inspection.reader).toBe('table');
    expect(table.patients).toEqual(['1', '2', '2']);
  });

  it('keeps its own patients', async () => {
    const own = rows.map((row, i) => [...row, i === 0 ? 'patient_id' : `p${i === 3 ? 1 : i}`]);
    const { inspection, table } = await read(dicomFolder(files, { 'labels.csv': csv(...own) }));
    expect(table.patients).toEqual(['p1', 'p2', 'p1']);
    expect(evidence(inspection, 'dicom-patients')).toBeUndefined();
  });
});

describe('reading headers', () => {
  it('is done once for a source', async () => {
    const files = dicomFolder(twelve);
    let opened = 0;
    const counting: Source = {
      name: files.name,
      list: (signal) => files.list(signal),
      open: (path) => {
        opened++;
        return files.open(path);
      },
    };
    await read(counting);
    const first = opened;
    await read(counting);
    expect(opened - first).toBeLessThan(4);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const files = dicomFolder(twelve);
    let opened = 0;
    const stopping: Source = {
      name: files.name,
      list: (signal) => files.list(signal),
      open: (path) => {
        if (++opened === 5) stop.abort();
        return files.open(path);
      },
    };
    await expect(read(stopping, {}, stop.signal)).rejects.toThrow('aborted');
    expect(opened).toBeLessThan(14);
  });
});
