/** Indiana University's chest X-rays: Kaggle's two tables, Open-i's XML, and R2Gen's JSON. */
import { csv, Dice, text, type MadeFiles } from './files.ts';
import { marksOf, picture, png } from './picture.ts';

const terms = ['Cardiomegaly', 'Pulmonary Artery', 'Granuloma', 'Opacity', 'Scoliosis', 'Rare thing'];

interface Study {
  readonly uid: number;
  readonly holds: readonly boolean[];
  readonly images: readonly {
    readonly name: string;
    readonly isLateral: boolean;
    readonly bytes: Uint8Array;
  }[];
  readonly text: { indication: string; comparison: string; findings: string; impression: string };
}

function studies(name: string, reports: number): Study[] {
  const dice = new Dice(name);
  return Array.from({ length: reports }, (_, i) => {
    // Numbers have gaps.
    const uid = 1 + i + Math.floor(i / 10);
    const holds = terms.map((_, k) => dice.isLucky(k === 5 ? 0.005 : 0.16));
    const seen = terms.filter((_, k) => holds[k]).join(', ');
    const views = i % 25 === 24 ? 0 : dice.isLucky(0.75) ? 2 : 1;
    return {
      uid,
      holds,
      images: Array.from({ length: views }, (_, view) => ({
        name: `${uid}_IM-${String(i).padStart(4, '0')}-${3001 + 1000 * view}`,
        isLateral: view === 1,
        // A lateral view is narrower.
        bytes: png(picture(dice.random, marksOf(holds), 48, view === 1 ? 64 : 44), 'rgb'),
      })),
      text: {
        indication: `XXXX-year-old ${dice.pick(['female', 'male'])}, "chest pain", cough`,
        comparison: dice.isLucky(0.5) ? '' : 'XXXX.',
        findings: dice.isLucky(0.14)
          ? ''
          : `The heart is seen,\nand ${seen || 'nothing else'}. No pneumothorax.`,
        impression: dice.isLucky(0.03) ? '' : seen || 'No acute disease.',
      },
    };
  });
}

const problems = ({ holds }: Study) => terms.filter((_, k) => holds[k]).join(';') || 'normal';
const mesh = ({ holds }: Study) =>
  terms
    .filter((_, k) => holds[k])
    .map((term) => `${term}/borderline`)
    .join(';') || 'normal';

export function indianaKaggle(): MadeFiles {
  const made = studies('indiana', 200);
  const projections: (string | number)[][] = [['uid', 'filename', 'projection']];
  const files: MadeFiles = {};
  for (const { uid, images } of made) {
    for (const { name, isLateral, bytes } of images) {
      projections.push([uid, `${name}.dcm.png`, isLateral ? 'Lateral' : 'Frontal']);
      files[`images/images_normalized/${name}.dcm.png`] = bytes;
    }
  }
  const reports = made.map((study) => {
    const { indication, comparison, findings, impression } = study.text;
    const exam = 'Xray Chest PA and Lateral';
    return [study.uid, mesh(study), problems(study), exam, indication, comparison, findings, impression];
  });
  return {
    'indiana_reports.csv': csv([
      ['uid', 'MeSH', 'Problems', 'image', 'indication', 'comparison', 'findings', 'impression'],
      ...reports,
    ]),
    'indiana_projections.csv': csv(projections),
    ...files,
  };
}

const escaped = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

export function indianaXml(): MadeFiles {
  const files: MadeFiles = {};
  for (const study of studies('indiana-xml', 160)) {
    const sections = Object.entries(study.text)
      .map(
        ([label, words]) =>
          `<AbstractText Label="${label.toUpperCase()}">${escaped(words)}</AbstractText>`,
      )
      .join('');
    const images = study.images
      .map(({ name }) => `<parentImage id="CXR${name}"><figureId>F1</figureId></parentImage>`)
      .join('');
    const major = mesh(study)
      .split(';')
      .map((term) => `<major>${term}</major>`)
      .join('');
    files[`NLMCXR_reports/ecgen-radiology/${study.uid}.xml`] = text(
      `<?xml version="1.0" encoding="utf-8"?><eCitation><Abstract>${sections}</Abstract><MeSH>${major}</MeSH>${images}</eCitation>`,
    );
    for (const { name, bytes } of study.images) files[`NLMCXR_png/CXR${name}.png`] = bytes;
  }
  return files;
}

export function indianaR2gen(): MadeFiles {
  const lists: Record<string, unknown[]> = { train: [], val: [], test: [] };
  const files: MadeFiles = {};
  studies('indiana-r2gen', 120).forEach((study, i) => {
    if (study.images.length === 0) return;
    const split = i % 10 < 7 ? 'train' : i % 10 === 7 ? 'val' : 'test';
    const id = `CXR${study.uid}_IM-${String(i).padStart(4, '0')}`;
    const paths = study.images.map(({ bytes }, view) => {
      files[`iu_xray/images/${id}/${view}.png`] = bytes;
      return `${id}/${view}.png`;
    });
    lists[split]!.push({
      id,
      report: study.text.findings || study.text.impression || 'Nothing.',
      image_path: paths,
      split,
    });
  });
  return { ...files, 'iu_xray/annotation.json': text(JSON.stringify(lists)) };
}
