/**
 * Whom brain scans show, where their paths say so: slices in folders by class, several of each person, lie about without any table. Only
 * names count that nothing else looks like.
 */
import type { Evidence } from '../domain/index.ts';

/** ADNI's `027_S_0074`, also without zeros before the site, or as Clinica writes it, by the number that is unique; OASIS' `OAS1_0028`. */
const subjects: readonly (readonly [study: string, pattern: RegExp])[] = [
  ['ADNI', /(?<![0-9a-z])(?:\d{1,3}_S_|sub-ADNI\d{3}S)(\d{4,5})(?!\d)/i],
  ['OASIS', /(?<![0-9a-z])(OAS\d_?\d{4})(?!\d)/i],
];

/** What classes of such slices are called: `Very mild Dementia`, `NonDemented`, `No Impairment`; `CN`, `Final EMCI JPEG`. */
const stage = /dement(?:ed|ia)|\bimpairment|(?<![A-Za-z])(?:CN|NC|AD|[EL]?MCI|SMC)(?![A-Za-z])/i;
const picture = /\.(?:png|jpe?g|bmp|tiff?|webp)$/i;

/** The subject of each image, '' where its path names none; null where most paths name none. */
export function subjectsOf(paths: readonly string[]): readonly string[] | null {
  const found = paths.map((path) => {
    for (const [study, pattern] of subjects) {
      const subject = pattern.exec(path)?.[1];
      if (subject !== undefined) return `${study} ${subject.toUpperCase()}`;
    }
    return '';
  });
  return found.filter((one) => one !== '').length > paths.length / 2 ? found : null;
}

/** What is to be said of the subjects of images in folders by class. */
export function subjectEvidence(
  paths: readonly string[],
  classes: ReadonlySet<string>,
  found: readonly string[] | null,
): Evidence[] {
  if (found !== null) {
    const patients = new Set(found.filter((one) => one !== '')).size;
    return [
      {
        kind: 'patients-in-names',
        holds: true,
        parameters: { patients, images: paths.length },
      },
    ];
  }
  const areScans = classes.size > 1 && [...classes].every((name) => stage.test(name));
  return areScans && paths.every((path) => picture.test(path))
    ? [{ kind: 'patients-unnamed', holds: false, parameters: { example: paths[0]! } }]
    : [];
}
