/** RSNA Pneumonia Detection Challenge 2018, stage 2: JPEG inside DICOM, and tables with a row for each box. */
import { dicom, jpegBaseline } from './dicom.ts';
import { csv, Dice, type MadeFiles } from './files.ts';
import { jpeg } from './jpeg.ts';
import { picture, type Mark } from './picture.ts';

const side = 1024;

export function rsnaPneumonia(): MadeFiles {
  const dice = new Dice('rsna');
  const labels: (string | number)[][] = [['patientId', 'x', 'y', 'width', 'height', 'Target']];
  const classes: (string | number)[][] = [['patientId', 'class']];
  const files: MadeFiles = {};
  for (let i = 0; i < 260; i++) {
    const id = [8, 4, 4, 4, 12].map((digits) => dice.hex(digits)).join('-');
    const boxes = i === 2 ? 2 : dice.isLucky(0.35) ? 1 + dice.below(3) : 0;
    const name = boxes > 0 ? 'Lung Opacity' : dice.pick(['Normal', 'No Lung Opacity / Not Normal']);
    const marks: Mark[] = [];
    if (boxes === 0) {
      labels.push([id, '', '', '', '', 0]);
      classes.push([id, name]);
    }
    // Not normal without opacity is told by something at the lower edge.
    if (name.startsWith('No ')) marks.push({ x: 0.5, y: 0.95, radius: 0.08 });
    for (let box = 0; box < boxes; box++) {
      const size = 180 + dice.below(200);
      const [x, y] = [dice.below(side - size), dice.below(side - 200 - size)];
      labels.push([id, `${x}.0`, `${y}.0`, `${size}.0`, `${size}.0`, 1]);
      classes.push([id, name]);
      marks.push({ x: (x + size / 2) / side, y: (y + size / 2) / side, radius: size / 2 / side });
    }
    const shown = picture(dice.random, marks);
    files[`stage_2_train_images/${id}.dcm`] = dicom(shown, {
      coded: { syntax: jpegBaseline, bytes: jpeg(shown) },
      elements: {
        '00080060': ['CS', 'CR'],
        '00100010': ['PN', id],
        '00100020': ['LO', id],
        '00100040': ['CS', dice.pick(['F', 'M'])],
        // Bare digits, up to 155.
        '00101010': ['AS', i === 4 ? '155' : String(1 + dice.below(90))],
        '00185101': ['CS', dice.pick(['AP', 'PA'])],
      },
    });
  }
  return {
    'stage_2_train_labels.csv': csv(labels),
    'stage_2_detailed_class_info.csv': csv(classes),
    'stage_2_sample_submission.csv': csv([['patientId', 'PredictionString']]),
    ...files,
    'stage_2_test_images/0000a175-0e68-4ca4-b1af-167204a7e0bc.dcm': Object.values(files)[0]!,
  };
}
