/**
 * Sections of a radiology report as MIMIC-CXR has them: a heading in capitals at the start of a line, then free text. Tokens that stand
 * for what was removed (`___`, `XXXX`) stay as they are.
 */

/** In the order in which a model is offered them: why the picture was taken gives nothing away. */
export interface ReportSections {
  readonly indication: string;
  readonly findings: string;
  readonly impression: string;
  /** Of a report without findings and impression: what it says last. */
  readonly remark: string;
}

/** Addenda stand before the report, which begins below a line of underscores. */
const divider = /^[ \t]*_{10,}[ \t]*$/m;
const heading = /^[ \t]{0,2}([A-Z][A-Z ,/()-]*[A-Z)])[ \t]*:/gm;

/** Headings, with misspellings that occur, by the section that they open; all others end the one before. */
const sections: readonly (readonly [section: keyof ReportSections, heading: RegExp])[] = [
  ['findings', /^(?:FINDINGS|FINDINS|FINDING|FINDINGS AND IMPRESSION|REPORT)$/],
  ['impression', /^(?:IMPRESSION|IMPRESSON|IMPRESSIONS|CONCLUSION)$/],
  [
    'indication',
    /^(?:INDICATION|INDICATIONS|HISTORY|CLINICAL HISTORY|CLINICAL INFORMATION|REASON FOR EXAM(?:INATION)?)$/,
  ],
];
/** The name of the examination as a heading opens what was found in it. */
const viewTitle = /\b(?:CHEST|VIEWS?|RADIOGRAPHS?)\b/;
/** A line that is all title, such as `FINAL REPORT` in the middle of the first line. */
const titleLine = /^\s*[A-Z][A-Z ]+$/;

/** Of a section that occurs twice the last one counts. */
export function reportSections(report: string): ReportSections {
  const text = report.replaceAll('\r', '').split(divider).at(-1)!;
  const found = { indication: '', findings: '', impression: '', remark: '' };
  const headings = [...text.matchAll(heading)];
  headings.forEach((match, i) => {
    const body = text.slice(match.index + match[0].length, headings[i + 1]?.index ?? text.length);
    const section = sectionOf(match[1]!);
    if (section !== null && body.trim() !== '') found[section] = plain(body);
  });
  if (found.findings === '' && found.impression === '') found.remark = lastParagraph(text);
  return found;
}

function sectionOf(title: string): keyof ReportSections | null {
  const known = sections.find(([, pattern]) => pattern.test(title));
  if (known !== undefined) return known[0];
  return viewTitle.test(title) ? 'findings' : null;
}

function lastParagraph(text: string): string {
  const paragraphs = text
    .split(/\n[ \t]*\n/)
    .filter((one) => one.trim() !== '' && !titleLine.test(one.trim()));
  const last = paragraphs.at(-1) ?? '';
  // What follows a heading such as COMPARISON is no remark of its own.
  return plain(last.replace(heading, ''));
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
