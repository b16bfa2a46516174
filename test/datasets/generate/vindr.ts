/** The four VinDr datasets and Kaggle's VinBigData: DICOM of several kinds, and readers who differ. */
import { readFileSync } from 'node:fs';
import { dicom, jpeg2000Lossless } from './dicom.ts';
import { csv, Dice, type MadeFiles } from './files.ts';
import { markIn, marksOf, picture, type Mark } from './picture.ts';

type Cells = (string | number)[];

const local = [
  'Aortic enlargement',
  'Atelectasis',
  'Calcification',
  'Cardiomegaly',
  'Clavicle fracture',
  'Consolidation',
  'Edema',
  'Emphysema',
  'Enlarged PA',
  'ILD',
  'Infiltration',
  'Lung Opacity',
  'Lung cavity',
  'Lung cyst',
  'Mediastinal shift',
  'Nodule/Mass',
  'Pleural effusion',
  'Pleural thickening',
  'Pneumothorax',
  'Pulmonary fibrosis',
  'Rib fracture',
  'Other lesion',
];
const global = ['COPD', 'Lung tumor', 'Pneumonia', 'Tuberculosis', 'Other diseases', 'No finding'];
const kaggle = [0, 1, 2, 3, 5, 9, 10, 11, 15, 21, 16, 17, 18, 19].map((index) => local[index]!);

/** Images are 48 by 60; boxes in px of these. Every image holds what two of three readers see. */
const [width, height] = [48, 60];

/** The image that is another picture, in JPEG 2000: nothing is to be seen on it. */
const odd = 5;

interface Seen {
  readonly className: string;
  readonly box: readonly [x: number, y: number, side: number];
}

function seenBy(truth: readonly Seen[], classes: readonly string[], dice: Dice): Seen[] {
  const seen = truth.flatMap(({ className, box: [x, y, side] }): Seen[] =>
    // A little beside, and now and then over the edge.
    dice.isLucky(0.85)
      ? [{ className, box: [x + 2.5 * dice.random(), y, side + 8 * dice.random()] }]
      : [],
  );
  if (dice.isLucky(0.1)) seen.push({ className: dice.pick(classes), box: [5, 5, 9] });
  return seen;
}

function truthOf(classes: readonly string[], dice: Dice): Seen[] {
  if (dice.isLucky(0.4)) return [];
  return classes
    .filter(() => dice.isLucky(3 / classes.length))
    .map((className) => {
      const at = classes.indexOf(className) / classes.length;
      return { className, box: [2 + 30 * at, 4 + 40 * at, 8] };
    });
}

const marks = (truth: readonly Seen[]): Mark[] => truth.map(({ box }) => markIn(box, width, height));

function image(truth: readonly Seen[], at: number, dice: Dice): Uint8Array {
  const coded =
    at === odd
      ? {
          syntax: jpeg2000Lossless,
          bytes: new Uint8Array(
            readFileSync(new URL('../../fixtures/jpeg2000/grey.j2k', import.meta.url)),
          ),
        }
      : undefined;
  const [wide, high] = coded === undefined ? [width, height] : [33, 21];
  return dicom(picture(dice.random, marks(truth), wide, high), {
    bits: at === odd ? 8 : 12,
    photometric: at % 4 === 1 && at !== odd ? 'MONOCHROME1' : 'MONOCHROME2',
    ...(coded && { coded }),
    elements: { '00100040': ['CS', dice.pick(['M', 'F', 'O'])] },
  });
}

function corners({ box: [x, y, side] }: Seen): Cells {
  return [x, y, x + side, y + side].map((value) => value.toFixed(4));
}

export function vindrCxr(): MadeFiles {
  const dice = new Dice('vindr-cxr');
  const readers = Array.from({ length: 17 }, (_, i) => `R${i + 1}`);
  const columns = [...local, ...global];
  const root = 'vindr-cxr-an-open-dataset-of-chest-x-rays-1.0.0';
  const files: MadeFiles = {};
  const labels: Cells[] = [['image_id', 'rad_id', ...columns]];
  const testLabels: Cells[] = [
    ['image_id', ...columns.map((one) => (one === 'Other diseases' ? 'Other disease' : one))],
  ];
  const boxes: Cells[] = [['image_id', 'rad_id', 'class_name', 'x_min', 'y_min', 'x_max', 'y_max']];
  const testBoxes: Cells[] = [['image_id', 'class_name', 'x_min', 'y_min', 'x_max', 'y_max']];
  const row = (seen: readonly Seen[], other: boolean) =>
    columns.map((name) => {
      if (name === 'No finding') return seen.length === 0 && !other ? 1 : 0;
      return seen.some(({ className }) => className === name) || (name === 'Other diseases' && other)
        ? 1
        : 0;
    });
  for (let at = 0; at < 150; at++) {
    const id = dice.hex(32);
    const truth = at === odd ? [] : truthOf(local, dice);
    const isTest = at % 4 === 3;
    files[`${root}/${isTest ? 'test' : 'train'}/${id}.dicom`] = image(truth, at, dice);
    const other = dice.isLucky(0.1);
    if (isTest) {
      testLabels.push([id, ...row(truth, other)]);
      if (truth.length === 0) testBoxes.push([id, 'No finding', '', '', '', '']);
      for (const one of truth) testBoxes.push([id, one.className, ...corners(one)]);
      continue;
    }
    const first = dice.below(15);
    for (const reader of readers.slice(first, first + 3)) {
      const seen = seenBy(truth, local, dice);
      labels.push([id, reader, ...row(seen, other)]);
      if (seen.length === 0) boxes.push([id, reader, 'No finding', '', '', '', '']);
      for (const one of seen) boxes.push([id, reader, one.className, ...corners(one)]);
    }
  }
  return {
    ...files,
    [`${root}/annotations/image_labels_train.csv`]: csv(labels),
    [`${root}/annotations/image_labels_test.csv`]: csv(testLabels),
    [`${root}/annotations/annotations_train.csv`]: csv(boxes),
    [`${root}/annotations/annotations_test.csv`]: csv(testBoxes),
  };
}

/** Kaggle's challenge: three readers of each image, "No finding" three times, a test set without labels. */
export function vinbigdata(): MadeFiles {
  const dice = new Dice('vinbigdata');
  const rows: Cells[] = [
    ['image_id', 'class_name', 'class_id', 'rad_id', 'x_min', 'y_min', 'x_max', 'y_max'],
  ];
  const files: MadeFiles = {};
  for (let at = 0; at < 130; at++) {
    const id = dice.hex(32);
    const truth = at === odd ? [] : truthOf(kaggle, dice);
    files[`train/${id}.dicom`] = image(truth, at, dice);
    const first = 1 + dice.below(15);
    for (let reader = first; reader < first + 3; reader++) {
      const seen = truth.length === 0 ? [] : seenBy(truth, kaggle, dice);
      if (truth.length > 0 && seen.length === 0) seen.push(truth[0]!);
      if (seen.length === 0) rows.push([id, 'No finding', 14, `R${reader}`, '', '', '', '']);
      for (const one of seen) {
        const places = corners(one).map((cell) => `${Math.round(Number(cell))}.0`);
        rows.push([id, one.className, kaggle.indexOf(one.className), `R${reader}`, ...places]);
      }
    }
  }
  for (let at = 0; at < 10; at++) files[`test/${dice.hex(32)}.dicom`] = image([], at, dice);
  const submission = csv([
    ['image_id', 'PredictionString'],
    ['x', '14 1 0 0 1 1'],
  ]);
  return { ...files, 'train.csv': csv(rows), 'sample_submission.csv': submission };
}

const childrens = [
  'No finding',
  'Bronchitis',
  'Brocho-pneumonia',
  'Other disease',
  'Bronchiolitis',
  'Situs inversus',
  'Pneumonia',
  'Pleuro-pneumonia',
  'Diagphramatic hernia',
  'Tuberculosis',
  'Congenital emphysema',
  'CPAM',
  'Hyaline membrane disease',
  'Mediastinal tumor',
  'Lung tumor',
];

export function vindrPcxr(): MadeFiles {
  const dice = new Dice('vindr-pcxr');
  const root = 'vindr-pcxr/1.0.0';
  const files: MadeFiles = {};
  for (const [split, images] of [
    ['train', 170],
    ['test', 60],
  ] as const) {
    const labels: Cells[] = [['image_id', 'rad_ID', ...childrens]];
    const boxes: Cells[] = [['image_id', 'rad_ID', 'class_name', 'x_min', 'y_min', 'x_max', 'y_max']];
    for (let at = 0; at < images; at++) {
      const id = dice.hex(32);
      // Two diseases in one row now and then.
      const holds = childrens.map((_, k) => k > 0 && dice.isLucky(k < 7 ? 0.12 : 0.02));
      if (!holds.includes(true)) holds[0] = true;
      labels.push([id, `R${1 + dice.below(5)}`, ...holds.map((yes) => (yes ? '1.0' : '0.0'))]);
      if (holds[0])
        boxes.push([id, 'R1', 'No finding', ...(at % 2 === 0 ? ['', '', '', ''] : [0, 0, 0, 0])]);
      else
        boxes.push([
          id,
          'R1',
          dice.pick(['Diffuse aveolar opacity', 'Bronchectasis', 'Dextro cardia']),
          4.5,
          6.25,
          20 + dice.below(20),
          30.75,
        ]);
      files[`${root}/${split}/${id}.dicom`] = dicom(picture(dice.random, marksOf(holds)), {
        bits: 12,
        elements: {
          '00100040': ['CS', dice.pick(['M', 'F'])],
          ...(at % 5 === 4
            ? {}
            : { '00101010': ['AS', at === 0 ? '012M' : dice.pick(['003Y', '020D', '008M'])] as const }),
          '00185101': ['CS', 'PA'],
        },
      });
    }
    files[`${root}/image_labels_${split}.csv`] = csv(labels);
    files[`${root}/annotations_${split}.csv`] = csv(boxes);
  }
  return files;
}

const lesions = [
  'Osteophytes',
  'Disc space narrowing',
  'Surgical implant',
  'Foraminal stenosis',
  'Spondylolysthesis',
  'Vertebral collapse',
  'Other lesions',
];

export function vindrSpinexr(): MadeFiles {
  const dice = new Dice('vindr-spinexr');
  const files: MadeFiles = {};
  for (const [split, studies] of [
    ['train', 80],
    ['test', 35],
  ] as const) {
    const rows: Cells[] = [
      ['study_id', 'series_id', 'image_id', 'rad_id', 'lesion_type', 'xmin', 'ymin', 'xmax', 'ymax'],
    ];
    for (let study = 0; study < studies; study++) {
      const ids = [dice.hex(32), dice.hex(32)];
      for (let view = 0; view < 2; view++) {
        const image = dice.hex(32);
        const who: Cells = [...ids, image, `rad${1 + dice.below(3)}`];
        const truth = truthOf(lesions, dice);
        if (truth.length === 0) rows.push([...who, 'No finding', '', '', '', '']);
        for (const one of truth) rows.push([...who, one.className, ...corners(one)]);
        // A click without a drag.
        if (truth.length > 0 && study % 9 === 0)
          rows.push([...who, truth[0]!.className, 10, 10, 10.0004, 25]);
        files[`vindr-spinexr/1.0.0/${split}_images/${image}.dicom`] = dicom(
          picture(dice.random, marks(truth), width, height),
          { bits: 12, photometric: study % 6 === 1 ? 'MONOCHROME1' : 'MONOCHROME2' },
        );
      }
    }
    files[`vindr-spinexr/1.0.0/annotations/${split}.csv`] = csv(rows);
  }
  return files;
}

export function vindrMammo(): MadeFiles {
  const dice = new Dice('vindr-mammo');
  const root = 'vindr-mammo-a-large-scale-benchmark-dataset-1.0.0';
  const shared = [
    'study_id',
    'series_id',
    'image_id',
    'laterality',
    'view_position',
    'height',
    'width',
    'breast_birads',
    'breast_density',
  ];
  const breasts: Cells[] = [[...shared, 'split']];
  const found: Cells[] = [
    [...shared, 'finding_categories', 'finding_birads', 'xmin', 'ymin', 'xmax', 'ymax', 'split'],
  ];
  const tags: Cells[] = [
    [
      'SOP Instance UID',
      'Photometric Interpretation',
      "Patient's Age",
      'Manufacturer',
      "Manufacturer's Model Name",
    ],
  ];
  const files: MadeFiles = {};
  // Original sizes; the pictures are a hundredth of it.
  const [wide, high] = [2800, 3518];
  for (let exam = 0; exam < 75; exam++) {
    const study = dice.hex(32);
    const split = exam % 4 === 3 ? 'test' : 'training';
    const series = dice.hex(32);
    for (const laterality of ['L', 'R']) {
      const grade = 1 + dice.below(5);
      const density = dice.below(4);
      for (const view of ['CC', 'MLO']) {
        const image = dice.hex(32);
        const row: Cells = [
          study,
          series,
          image,
          laterality,
          view,
          high,
          wide,
          `BI-RADS ${grade}`,
          `DENSITY ${'ABCD'[density]!}`,
        ];
        breasts.push([...row, split]);
        tags.push([
          image,
          'MONOCHROME2',
          exam % 6 === 5 ? '' : `0${40 + dice.below(40)}Y`,
          'SIEMENS',
          'Mammomat',
        ]);
        // One disc for each grade and a slope of density.
        const marks: Mark[] = Array.from({ length: grade - 1 }, (_, k) => ({
          x: 0.2 + 0.2 * k,
          y: 0.25,
          radius: 0.09,
        }));
        for (let k = 0; k <= density; k++) marks.push({ x: 0.15 + 0.2 * k, y: 0.8, radius: 0.09 });
        if (grade < 3) found.push([...row, "['No Finding']", '', '', '', '', '', split]);
        else {
          const two = dice.isLucky(0.3);
          const names = two ? "['Suspicious Calcification', 'Mass']" : "['Mass']";
          // Some boxes begin left of the image.
          const left = exam % 7 === 0 ? -12.5 : 100 + dice.below(900);
          found.push([...row, names, `BI-RADS ${grade}`, left, 300.25, 1500.5, 900, split]);
          if (dice.isLucky(0.2))
            found.push([...row, "['Nipple Retraction']", '', 40, 50, 400, 3600, split]);
        }
        files[`${root}/images/${study}/${image}.dicom`] = dicom(picture(dice.random, marks, 48, 60), {
          bits: 12,
        });
      }
    }
  }
  return {
    ...files,
    [`${root}/breast-level_annotations.csv`]: csv(breasts),
    [`${root}/finding_annotations.csv`]: csv(found),
    [`${root}/metadata.csv`]: csv(tags),
  };
}
