/**
 * Everything that is said to a person, in each language: the dictionaries, sentences for problems and evidence, and
 * formats for numbers. Plain TypeScript, so that the headless runner and reports can use it; which language the page
 * shows is kept by `src/state`.
 */
import type { CutOptions, Evidence, Finding, Problem } from '../domain/index.ts';
import { words } from './dictionaries.ts';
import type { Locale } from './locale.ts';
import type { FindingText, ProblemText } from './sentences.ts';

export { loadWords, words, type Words } from './dictionaries.ts';
export { chooseLocale, languageTags, locales, type Locale } from './locale.ts';
import { formats } from './formats.ts';

export { formats, type Formats } from './formats.ts';
export type { FindingText, ProblemText } from './sentences.ts';

/** What happened, what was found and expected, and what to do. The file is not named in it: `problem.file` is shown beside. */
export function problemText(problem: Problem, locale: Locale): ProblemText {
  const sentences = words(locale).problems;
  // The kind selects the sentence and the parameters together, which the type of an indexed union can't express.
  const sentence = sentences[problem.kind] as (parameters: Problem['parameters']) => ProblemText;
  return sentence(problem.parameters);
}

/** What was found, why it matters and what to do. */
export function findingText(finding: Finding, locale: Locale): FindingText {
  const sentences = words(locale).findings;
  const sentence = sentences[finding.check] as (
    parameters: Finding['parameters'],
    count: number,
  ) => FindingText;
  return sentence(finding.parameters, finding.count);
}

/** How images are read, where that is not as by default: a phrase for the window, the decoding, the orientation, several images. */
export function readingText(
  {
    window,
    decode,
    orientation,
    several,
    plane,
    position,
  }: Pick<CutOptions, 'window' | 'decode' | 'orientation' | 'several' | 'plane' | 'position'>,
  locale: Locale,
): readonly string[] {
  const { cut } = words(locale);
  const name =
    typeof window === 'string' ? cut.windows[window] : cut.centreAndWidth(window.centre, window.width);
  return [
    ...(window === 'auto' ? [] : [cut.windowIs(name)]),
    ...(decode === 'exact' ? [] : [cut.decodedFast]),
    ...(orientation === 'stored' ? [] : [cut.turnedUpright]),
    ...(several === 'together' ? [cut.severalCuts.together] : []),
    ...(plane === 'auto' ? [] : [cut.planes[plane]]),
    ...(position === 0.5 ? [] : [cut.position(formats(locale).percent(position))]),
  ];
}

/** One sentence for a piece of evidence. */
export function evidenceText(evidence: Evidence, locale: Locale): string {
  const sentences = words(locale).evidence;
  const sentence = sentences[evidence.kind] as (parameters: Evidence['parameters']) => string;
  return sentence(evidence.parameters);
}
