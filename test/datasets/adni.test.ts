/** What people have of ADNI on their disks: tables of several days, scans in several forms, series whose names have no order. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dayIn } from '../../src/datasets/adni-tables.ts';
import { defaultRecipe, type ImageReference } from '../../src/domain/index.ts';
import { pixelReader, type PixelReader } from '../../src/preprocess/index.ts';
import { memorySource } from '../../src/source/index.ts';
import { dicom, type DicomOptions } from './generate/dicom.ts';
import { text, type MadeFiles } from './generate/files.ts';
import { zipSync } from './generate/zip.ts';
import { edited, labelsOf, readMade, renamed, without } from './made.ts';
import { read } from './sources.ts';

const collection = 'collection_1_2_2025.csv';
const merged = 'ADNIMERGE_18Feb2025.csv';

/** Rows of ADNIMERGE without the images that they name. */
const nameless = edited(/ADNIMERGE/, (lines) => lines.replace('IMAGEUID', 'OTHER'));

const diagnoses = async (change: (files: MadeFiles) => MadeFiles) => {
  const { inspection, table } = await readMade('adni', change);
  return { inspection, values: [...table.labels[0]!.values] };
};

describe('tables of ADNI', () => {
  it('of several days: the newest ADNIMERGE counts, and the others are told', async () => {
    const usual = await diagnoses((files) => files);
    const { inspection, values } = await diagnoses((files) => {
      const healthy = text(
        new TextDecoder().decode(files[merged]).replace(/,(?:Dementia|MCI)(?=,\d*\n)/g, ',CN'),
      );
      const older = { 'ADNIMERGE.csv': healthy, 'ADNIMERGE_02Dec2019.csv': healthy };
      return { ...older, ...files };
    });
    expect(values).toEqual(usual.values);
    const ignored = inspection.evidence.filter(({ kind }) => kind === 'ignored-files');
    expect(ignored).toMatchObject([{ parameters: { files: 2, example: 'ADNIMERGE_02Dec2019.csv' } }]);
  });

  it('know days as each of them writes them', () => {
    const day = Date.UTC(2015, 2, 9) / 86_400_000;
    for (const written of ['2015-03-09', '3/9/2015', 'x/2015-03-09_09_52_18.0/I1', '9 Mar 2015'])
      expect(dayIn(written), written).toBe(day);
    expect(dayIn('m06')).toBeNull();
    expect(dayIn('13 and 14 2015')).toBeNull();
  });

  it('of several downloads are read together, wherever other tables lie', async () => {
    const usual = await readMade('adni');
    const { inspection } = await readMade('adni', (files) => {
      const [heading = '', ...rows] = new TextDecoder().decode(files[collection]).trimEnd().split('\n');
      const part = (some: string[]) => text([heading, ...some, ''].join('\n'));
      const others = Object.fromEntries(
        'ABCDEFGH'.split('').map((name) => [`${name}.csv`, text('RID,VISCODE,SCORE\n40,bl,1\n')]),
      );
      return {
        ...others,
        ...without(/collection/)(files),
        'first/collection_1.csv': part(rows.slice(0, 70)),
        'second/collection_2.csv': part(rows.slice(70)),
        // Of a search, which names no images.
        'second/idaSearch.csv': text(
          '"Subject ID","Sex","Age","Description","Type"\n"001_S_0040","M","9.5","x","y"\n',
        ),
      };
    });
    const [, group] = inspection.targets;
    expect(group).toEqual(usual.inspection.targets[1]);
    expect(inspection.covariates).toEqual(usual.inspection.covariates);
  });

  it('give a scan the nearest visit where its code is another, and none that is too far', async () => {
    const numbered = edited(/collection/, (lines) => lines.replace(/"(?:sc|m06|m12)"/g, '"v02"'));
    const usual = await diagnoses((files) => files);
    const { values } = await diagnoses((files) => numbered(nameless(files)));
    expect(values).toEqual(usual.values);
    const later = renamed((path) => path.replace('2016-03-20', '2017-03-20'));
    const far = await diagnoses((files) => later(numbered(nameless(files))));
    expect(far.values.filter((_, i) => i % 3 === 2)).toEqual(Array(45).fill(-1));
    expect(far.values.filter((_, i) => i % 3 === 0)).not.toContain(-1);
  });

  it('have numbers of subjects with five digits', async () => {
    const longer = (files: MadeFiles) => {
      const ids = edited(/csv$/, (lines) =>
        lines.replaceAll('001_S_0040', '001_S_10040').replace(/^40,/gm, '10040,'),
      );
      return renamed((path) => path.replaceAll('001_S_0040', '001_S_10040'))(ids(nameless(files)));
    };
    const { table } = await readMade('adni', longer);
    const row = table.patients!.indexOf('001_S_10040');
    expect(table.labels[0]!.values[row]).toBeGreaterThanOrEqual(0);
  });

  it('say how old somebody was at the baseline, to which the years since are added', async () => {
    const ageless = edited(/collection/, (lines) => lines.replace(/("[FM]"),"[\d.]+"/g, '$1,""'));
    const { table } = await readMade('adni', ageless);
    expect(table.covariates!.age!.slice(0, 3)).toEqual([60, 60.5, 61]);
  });
});

describe('images of ADNI', () => {
  it('are several of one visit, raw and processed: each is a sample of the same subject and diagnosis', async () => {
    const raw = /^ADNI\/(\d{3}_S_\d{4})\/MPRAGE\/([^/]+)\/S\d+\/.*_I(\d+)\.dcm$/;
    const usual = await readMade('adni');
    const recognised = await readMade('adni', (files) => {
      const made: MadeFiles = {};
      let rows = new TextDecoder().decode(files[collection]);
      for (const path of Object.keys(files)) {
        const [, subject = '', time = '', id = ''] = raw.exec(path) ?? [];
        if (id === '' || !path.includes('raw_1_')) continue;
        const file = `ADNI_${subject}_MR_MPR__GradWarp__N3__Scaled_Br_20070_S1_I9${id}.nii`;
        made[`ADNI/${subject}/MPR__GradWarp__N3__Scaled/${time}/S1/${file}`] = text('volume');
        made[`ADNI/ADNI_${subject}_MPR_S1_I9${id}.xml`] = text('<idaxs/>');
        const [row = ''] = new RegExp(`"I?${id}".*\n`).exec(rows) ?? [];
        rows += row.replace(/"I?/, '"I9').replace('MPRAGE', 'MPR; GradWarp; N3; Scaled');
      }
      return { ...files, ...made, [collection]: text(rows) };
    });
    const { inspection, table } = recognised;
    expect(inspection).toMatchObject({ samples: 270, patients: 45 });
    const processed = table.ids.flatMap((id, i) => (id.endsWith('.nii') ? [i] : []));
    expect(processed).toHaveLength(135);
    for (const sample of processed) {
      const time = table.ids[sample]!.split('/')[3]!;
      const same = usual.table.ids.findIndex(
        (id, i) => id.includes(time) && usual.table.patients![i] === table.patients![sample],
      );
      for (const target of ['group', 'diagnosis'])
        expect(labelsOf(recognised, target, sample)).toEqual(labelsOf(usual, target, same));
      expect(table.covariates!.description![sample]).toBe('MPR; GradWarp; N3; Scaled');
    }
  });

  it('come in up to ten archives, over which the slices of a scan may be spread', async () => {
    const usual = await readMade('adni');
    const { inspection, table } = await readMade('adni', (files) => {
      const images = Object.entries(files).filter(([path]) => path.startsWith('ADNI/'));
      const part = (number: number) =>
        zipSync(Object.fromEntries(images.filter((_, i) => i % 2 === number)));
      return { ...without(/^ADNI\//)(files), 'MPRAGE.zip': part(0), 'MPRAGE1.zip': part(1) };
    });
    expect(inspection).toMatchObject({ reader: 'adni', samples: 135, patients: 45 });
    const [first] = table.images!;
    const series = first!.kind === 'file' ? first!.series! : [];
    expect(series.map((path) => path.replace(/\/.*_raw_(\d).*/, ' $1'))).toEqual([
      'MPRAGE.zip 1',
      'MPRAGE1.zip 2',
      'MPRAGE.zip 3',
    ]);
    expect(inspection.targets).toEqual(usual.inspection.targets);
  });

  it('are told by the folder that has their id, too', async () => {
    const leaf = renamed((path) =>
      path.replace(/S\d+\/[^/]*_(\d)_S\d+_I(\d+)\.dcm$/, 'I$2/slice-$1.dcm'),
    );
    const { inspection } = await readMade('adni', leaf);
    expect(inspection).toMatchObject({ reader: 'adni', samples: 135, patients: 45 });
    expect(inspection.targets[1]!.missing).toBe(0);
  });
});

describe('ADNI as Clinica arranges it', () => {
  /** The same scans and ADNIMERGE. */
  const arranged = (rename: (subject: string, months: number) => string) => (files: MadeFiles) => {
    const made: MadeFiles = { [merged]: files[merged]! };
    let people = 'participant_id\tsex\tdiagnosis_sc\n';
    for (const path of Object.keys(files)) {
      const [, site = '', number = '', day = ''] =
        /^ADNI\/(\d+)_S_(\d+)\/MPRAGE\/([\d-]{7})/.exec(path) ?? [];
      if (number === '' || !path.includes('raw_1_')) continue;
      const months = ['2015-03', '2015-09', '2016-03'].indexOf(day) * 6;
      made[rename(`sub-ADNI${site}S${number}`, months)] = text('volume');
      if (months === 0) people += `sub-ADNI${site}S${number}\tF\tCN\n`;
    }
    return { ...made, 'participants.tsv': text(people) };
  };

  it('has the diagnosis of each visit by the months in its path', async () => {
    const usual = await readMade('adni');
    const pad = (months: number) => `M${String(months).padStart(3, '0')}`;
    const { inspection, table } = await readMade(
      'adni',
      arranged((who, months) => `${who}/ses-${pad(months)}/anat/${who}_ses-${pad(months)}_T1w.nii.gz`),
    );
    expect(inspection).toMatchObject({ reader: 'adni', samples: 135, patients: 45 });
    const [diagnosis, group] = inspection.targets;
    expect(diagnosis).toEqual(usual.inspection.targets[0]);
    expect(group!.classes).toEqual(['CN']);
    expect(table.covariates!.visit!.slice(0, 3)).toEqual(['bl', 'm06', 'm12']);
    expect(new Set(table.covariates!.sex)).toEqual(new Set(['F']));
  });

  it('has what is known of the people where the files lie flat', async () => {
    const { inspection, table } = await readMade(
      'adni',
      arranged((who) => `MRI/${who}.nii.gz`),
    );
    expect(inspection).toMatchObject({ reader: 'adni', samples: 45, patients: 45 });
    expect(table.patients![0]).toMatch(/^\d{3}_S_\d{4}$/);
    expect(inspection.targets.map(({ name, missing }) => [name, missing])).toEqual([['group', 0]]);
  });
});

/** Scans by image id: subject and day. */
const scans: Readonly<Record<string, readonly [subject: string, day: string]>> = {
  13722: ['002_S_0413', '2006-05-02'],
  45102: ['002_S_0413', '2007-06-03'],
  260001: ['011_S_4105', '2011-09-20'],
  340001: ['011_S_4105', '2012-09-25'],
  900001: ['941_S_6068', '2017-10-10'],
  1080001: ['941_S_6068', '2018-11-20'],
};
const keyMri = {
  'All_Subjects_Key_MRI_21Aug2025.csv': `"image_id","subject_id","study_id","image_visit","image_date","series_type","series_description"
"13722","002_S_0413","1","bl","2006-05-02","T1","MP-RAGE"
"45102","002_S_0413","2","m12","2007-06-03","T1","MP-RAGE REPEAT"
"260001","011_S_4105","3","v03","2011-09-20","T1","MPRAGE"
"340001","011_S_4105","4","v11","2012-09-25","T1","MPRAGE"
"900001","941_S_6068","5","sc","2017-10-10","T1","Accelerated Sagittal MPRAGE"
"1080001","941_S_6068","6","y1","2018-11-20","T1","Accelerated Sagittal MPRAGE"
`,
};
const dxsum = {
  'All_Subjects_DXSUM_21Aug2025.csv': `"PHASE","PTID","RID","VISCODE","VISCODE2","EXAMDATE","DIAGNOSIS"
"ADNI1","002_S_0413","413","bl","bl","2006-05-02","1"
"ADNI1","002_S_0413","413","m12","m12","2007-06-01","2"
"ADNI3","002_S_0413","413","bl","m144","2018-02-01","3"
"ADNI2","011_S_4105","4105","v03","bl","2011-09-20","2.0"
"ADNI2","011_S_4105","4105","v11","m12","2012-09-25","3"
"ADNI3","941_S_6068","6068","sc","sc","2017-09-10","1"
"ADNI3","941_S_6068","6068","y1","m12","2018-11-15","-4"
`,
};

async function readScans(tables: Readonly<Record<string, string>>) {
  const files = Object.entries(scans).map(([id, [subject, day]]) => [
    `ADNI/${subject}/MPRAGE/${day}_09_52_18.0/I${id}/ADNI_${subject}_MR_MPRAGE_S1_I${id}.nii`,
    new Uint8Array([1]),
  ]);
  const texts = Object.entries(tables).map(([path, lines]) => [path, text(lines)]);
  const recognised = await read(
    memorySource('adni', Object.fromEntries([...files, ...texts]) as MadeFiles),
  );
  const { inspection, table } = recognised;
  expect(inspection).toMatchObject({ reader: 'adni', samples: 6, patients: 3 });
  const labels = (name: string) => {
    const column = table.labels.find(({ target }) => target.name === name);
    return column && [...column.values].map((value) => column.target.classes[value] ?? null);
  };
  return { ...recognised, labels, covariates: table.covariates ?? {} };
}

describe('tables of ADNI since October 2024', () => {
  const inOrder = ['CN', 'MCI', 'MCI', 'AD', 'CN', null];

  it('have the diagnosis in DXSUM, by codes of the study or of its phases', async () => {
    const { inspection, labels, covariates } = await readScans({ ...keyMri, ...dxsum });
    expect(labels('diagnosis')).toEqual(inOrder);
    expect(covariates.visit).toEqual(['bl', 'm12', 'v03', 'v11', 'sc', 'y1']);
    expect(covariates.description!.slice(0, 2)).toEqual(['MP-RAGE', 'MP-RAGE REPEAT']);
    const kinds = inspection.evidence.map(({ kind }) => kind);
    expect(kinds).not.toContain('table-absent');
    expect(kinds).not.toContain('covariate-defines-target');
    expect(inspection.evidence[0]).toMatchObject({
      kind: 'signature-file',
      parameters: { columns: 'image_id, subject_id' },
    });
  });

  it('have the diagnosis of the nearest day where visits are not named, and none of another year', async () => {
    expect((await readScans(dxsum)).labels('diagnosis')).toEqual(inOrder);
  });

  it('have images under columns of older exports', async () => {
    const older = keyMri['All_Subjects_Key_MRI_21Aug2025.csv']
      .replace('image_visit', 'mri_visit')
      .replace('image_date', 'mri_date')
      .replace('series_description', 'mri_description');
    const { covariates } = await readScans({ 'Structural_MRI_Images_29Aug2025.csv': older });
    expect(covariates.visit![2]).toBe('v03');
    expect(covariates.description![1]).toBe('MP-RAGE REPEAT');
  });

  it('leave what a collection in the old form says, and add to it', async () => {
    const old =
      '"Image Data ID","Subject","Group","Sex","Age","Visit"\n"I13722","002_S_0413","SMC","F","76",""\n';
    const { labels, covariates } = await readScans({ ...keyMri, 'collection.csv': old });
    expect(labels('group')).toEqual(['SMC', null, null, null, null, null]);
    expect([covariates.sex![0], covariates.age![0], covariates.visit![0]]).toEqual(['F', 76, 'bl']);
  });

  it('give ADNIMERGE the last word on diagnoses', async () => {
    const merged = 'RID,VISCODE,EXAMDATE,DX,MMSE\n413,bl,2006-05-02,MCI,27\n';
    const { labels } = await readScans({ ...keyMri, ...dxsum, 'ADNIMERGE.csv': merged });
    expect(labels('diagnosis')).toEqual(['MCI', null, null, null, null, null]);
  });

  it('find the screening where a subject has no baseline, and words for codes', async () => {
    const { labels } = await readScans({
      'DXSUM.csv': 'PTID,VISCODE,DIAGNOSIS\n002_S_0413,sc,DEM\n011_S_4105,v03,MCI\n941_S_6068,y1,CN\n',
      ...keyMri,
    });
    expect(labels('diagnosis')).toEqual(['AD', null, 'MCI', null, null, 'CN']);
  });

  it('have sex and education in PTDEMOG, alleles in APOERES, groups in Study_Entry', async () => {
    const { labels, covariates } = await readScans({
      ...keyMri,
      'All_Subjects_PTDEMOG_21Aug2025.csv': `PTID,RID,VISCODE,PTGENDER,PTEDUCAT
002_S_0413,413,sc,2,16
002_S_0413,413,y1,-4,-4
011_S_4105,4105,v01,-4,-1
011_S_4105,4105,v02,1,18
`,
      'PTDEMOG_01Jan2024.csv': 'RID,PTGENDER,PTEDUCAT\n413,Male,12\n6068,Female,20\n',
      'All_Subjects_APOERES_21Aug2025.csv': `PTID,RID,GENOTYPE
002_S_0413,413,3/4
011_S_4105,4105,44
`,
      'APOERES.csv': 'RID,APGEN1,APGEN2\n4105,3,3\n6068,2,3\n',
      'All_Subjects_Study_Entry_21Aug2025.csv': `subject_id,entry_age,entry_research_group
002_S_0413,76.3,CN
011_S_4105,71.2,EMCI
941_S_6068,68.0,CN
`,
    });
    expect(covariates.sex).toEqual(['F', 'F', 'M', 'M', 'F', 'F']);
    expect(covariates.PTEDUCAT).toEqual([16, 16, 18, 18, 20, 20]);
    expect(covariates.APOE4).toEqual([1, 1, 2, 2, 0, 0]);
    expect(labels('group')).toEqual(['CN', 'CN', 'EMCI', 'EMCI', 'CN', 'CN']);
  });
});

describe('scans of ADNI in folders by group', () => {
  it('are of the groups of their folders where no table says otherwise', async () => {
    const path = (folder: string, site: string, id: number) =>
      `${folder}/${site}_S_000${id}/MPR/2006-05-02_12_31_52.0/S1/ADNI_${site}_S_000${id}_MR_S1_I${id}.nii`;
    const files = Object.fromEntries(
      [path('AD', '002', 1), path('CN', '003', 2), path('CN', '003', 3)].map((one) => [
        one,
        new Uint8Array([1]),
      ]),
    );
    const flat = { 'MCI/sub-ADNI002S1261_T1w.nii.gz': new Uint8Array([1]) };
    const alone = await read(memorySource('adni', { ...files, ...flat }));
    expect(alone.inspection).toMatchObject({ reader: 'adni', patients: 4 });
    expect(alone.inspection.targets.map(({ name, classes }) => [name, classes])).toEqual([
      ['group', ['AD', 'CN', 'MCI']],
    ]);
    const table = text('Image Data ID,Subject,Group\nI1,002_S_0001,LMCI\n');
    const recognised = await read(memorySource('adni', { ...files, 'collection.csv': table }));
    expect(recognised.inspection.targets[0]!.classes).toEqual(['CN', 'LMCI']);
  });
});

/**
 * A series whose slices are all of one grey, which rises with their position: 20 at the first one, 20 more at each.
 * @param more what the header of each says besides, or instead
 */
function series(
  names: readonly string[],
  orientation = '1\\0\\0\\0\\1\\0',
  more: (at: number) => DicomOptions['elements'] = () => ({}),
  side = 8,
): MadeFiles {
  const folder = 'ADNI/002_S_0413/MPRAGE/2006-05-02_12_31_52.0/S13893';
  return Object.fromEntries(
    names.map((name, at) => {
      const grey = new Uint8Array(side * 6).fill(20 * (at + 1));
      const picture = { width: side, height: 6, grey };
      const along = (at - 2) * 3.5;
      const corner = orientation.startsWith('1') ? `-4\\-3\\${along}` : `${along}\\-4\\3`;
      const elements = {
        '00080060': ['CS', 'MR'],
        '00200032': ['DS', corner],
        '00200037': ['DS', orientation],
        '00280030': ['DS', '1.25\\0.75'],
        ...more(at),
      } as const;
      return [
        `${folder}/ADNI_002_S_0413_MR_MPRAGE_br_raw_${name}_S13893_I14437.dcm`,
        dicom(picture, { elements }),
      ];
    }),
  );
}

async function imageOf(files: MadeFiles) {
  const source = memorySource('adni', files);
  const { table } = await read(source);
  expect(table.images).toHaveLength(1);
  return { reader: pixelReader(source), image: table.images![0]! };
}

async function slicesOf(files: MadeFiles) {
  const { reader, image } = await imageOf(files);
  const { tall, slices, spacingMm } = await reader.volume(image, defaultRecipe.cut);
  const length = tall.data.length / slices;
  return { spacingMm, greys: Array.from({ length: slices }, (_, i) => tall.data[i * length]) };
}

/** Greys of the first, the middle and the last picture. */
async function shown(reader: PixelReader, image: ImageReference) {
  const greys = [];
  for (const position of [0, 0.5, 1])
    greys.push((await reader.one(image, { ...defaultRecipe.cut, position })).data[0]);
  return greys;
}

const frameOf = (image: ImageReference) => (image.kind === 'file' ? image.path : '');

describe('a series of ADNI', () => {
  // The times are those of writing, in no order; the numbers behind them are those of the slices.
  const times = ['3_1', '5_2', '1_3', '4_4', '2_5'];

  it('has the slice for its picture that is in the middle by its number, not by the time in its name', async () => {
    const { reader, image } = await imageOf(series(times));
    expect(frameOf(image)).toContain('raw_1_3_S13893');
    expect((await reader.one(image, defaultRecipe.cut)).data[0]).toBe(60);
    const names = image.kind === 'file' ? image.series!.map((path) => /raw_(\d_\d)/.exec(path)![1]) : [];
    expect(names).toEqual(times);
  });

  it('is shown by positions where they say otherwise than its names', async () => {
    const { reader, image } = await imageOf(series(['1_4', '1_1', '1_5', '1_3', '1_2']));
    expect(await shown(reader, image)).toEqual([20, 60, 100]);
  });

  it.each([
    ['are missing', { '00200032': ['DS', ''] }],
    ['occur twice', { '00200032': ['DS', '-4\\-3\\7'] }],
  ] as const)('is shown by the numbers in its headers where positions %s', async (_, position) => {
    const numbered = (at: number) => ({ ...position, '00200013': ['IS', String(100 - at)] }) as const;
    const { reader, image } = await imageOf(
      series(['1_4', '1_1', '1_5', '1_3', '1_2'], undefined, numbered),
    );
    expect(await shown(reader, image)).toEqual([100, 60, 20]);
  });

  it('is shown by its names where headers say nothing, or a slice is damaged', async () => {
    const names = ['1_4', '1_1', '1_5', '1_3', '1_2'];
    const byNames = [40, 80, 60];
    const nothing = () => ({ '00200032': ['DS', ''] }) as const;
    const silent = await imageOf(series(names, undefined, nothing));
    expect(await shown(silent.reader, silent.image)).toEqual(byNames);
    const files = series(names);
    const [second] = Object.keys(files).filter((path) => path.includes('raw_1_2'));
    const torn = await imageOf({ ...files, [second!]: files[second!]!.subarray(0, 300) });
    expect(await shown(torn.reader, torn.image)).toEqual(byNames);
  });

  it('of large files is shown for their headers and one of them', async () => {
    const inner = memorySource('adni', series(['1_4', '1_1', '1_5'], undefined, undefined, 200_000));
    const { table } = await read(inner);
    let bytes = 0;
    const open = async (path: string) => {
      const file = await inner.open(path);
      const slice = (start: number, end: number) => {
        bytes += end - start;
        return file.slice(start, end);
      };
      return { ...file, path, size: file.size, modified: 0, slice, stream: () => file.stream() };
    };
    const reader = pixelReader({ name: inner.name, list: (signal) => inner.list(signal), open });
    await reader.load(table.images!);
    expect((await reader.one(table.images![0]!, defaultRecipe.cut)).data[0]).toBe(40);
    expect(bytes).toBeLessThan(1_200_000 + 4 * 70_000);
    bytes = 0;
    await reader.one(table.images![0]!, { ...defaultRecipe.cut, position: 0 });
    expect(bytes).toBeLessThan(1_200_000 + 70_000);
  });

  it('is a volume in the order of its positions, whatever the numbers are', async () => {
    const { greys, spacingMm } = await slicesOf(series(['1_4', '1_1', '1_5', '1_3', '1_2']));
    expect(greys).toEqual([20, 40, 60, 80, 100]);
    expect(spacingMm).toEqual([3.5, 1.25, 0.75]);
  });

  // Rows run to the back, columns down: the normal points to the right, against the positions.
  const slanted = { '00200037': ['DS', '0\\0.99999\\0.001\\0\\0.001\\-0.99999'] } as const;
  const fromTheSide = () =>
    series(['1_2', '1_5', '1_1', '1_4', '1_3'], '0\\1\\0\\0\\0\\-1', (at) => (at === 1 ? slanted : {}));

  it('that was scanned from the side stays so as a picture', async () => {
    const { reader, image } = await imageOf(fromTheSide());
    expect(await shown(reader, image)).toEqual([100, 60, 20]);
  });

  it('that was scanned from the side is of axial slices as a volume, and along a plane of choice', async () => {
    const { spacingMm, greys } = await slicesOf(fromTheSide());
    expect(spacingMm).toEqual([1.25, 0.75, 3.5]);
    expect(greys).toEqual([20, 20, 20, 20, 20, 20]);
    const { reader, image } = await imageOf(fromTheSide());
    const axial = await reader.one(image, { ...defaultRecipe.cut, plane: 'axial' });
    expect([axial.width, axial.height, ...axial.data.slice(0, 5)]).toEqual([5, 8, 20, 40, 60, 80, 100]);
    const sagittal = await reader.volume(image, { ...defaultRecipe.cut, plane: 'sagittal' });
    expect([sagittal.slices, sagittal.tall.width]).toEqual([5, 8]);
    expect(sagittal.tall.data[0]).toBe(100);
  });

  it('whose slices lie in several directions stays as it was scanned', async () => {
    const axial = { '00200037': ['DS', '1\\0\\0\\0\\1\\0'] } as const;
    const { spacingMm, greys } = await slicesOf(
      series(['1_1', '1_2', '1_3'], '0\\1\\0\\0\\0\\-1', (at) => (at === 2 ? axial : {})),
    );
    expect([greys.length, ...spacingMm.slice(1)]).toEqual([3, 1.25, 0.75]);
  });

  it('is of axial slices where it is a volume in one file', async () => {
    const bytes = new Uint8Array(
      readFileSync(new URL('../fixtures/volumes/sagittal.nii', import.meta.url)),
    );
    const { reader, image } = await imageOf({
      'ADNI/002_S_0413/MPR/2006-05-02_12_31_52.0/S1/ADNI_002_S_0413_MR_MPR_S1_I2.nii': bytes,
    });
    if (image.kind !== 'file') throw new Error(image.kind);
    const volume = async (plane?: 'axial' | 'sagittal') =>
      (await reader.volume({ ...image, ...(plane && { plane }) }, defaultRecipe.cut)).tall.data;
    expect(await volume()).toEqual(await volume('axial'));
    expect(await volume()).not.toEqual(await volume('sagittal'));
  });
});
