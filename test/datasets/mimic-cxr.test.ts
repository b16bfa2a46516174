import { describe, expect, it } from 'vitest';
import { reportSections } from '../../src/datasets/published/report-sections.ts';
import { gz } from './generate/files.ts';
import { mimicCxrReports } from './generate/mimic-cxr.ts';
import { tar } from './generate/tar.ts';
import { expected, readMade, summaryOf } from './made.ts';

describe('MIMIC-CXR', () => {
  it.each(['mimic-cxr', 'mimic-reports'])(
    '%s is recognised, joined and counted as pandas counts it',
    async (name) => {
      const recognised = await readMade(name);
      expect(recognised.inspection).toMatchObject({ reader: 'mimic-cxr', sharing: 'forbidden' });
      expect(summaryOf(recognised)).toEqual(expected('mimic_cxr', name));
    },
  );

  it('says that the labels are in another release', async () => {
    const { inspection } = await readMade('mimic-cxr');
    expect(inspection.evidence).toContainEqual({
      kind: 'table-absent',
      holds: false,
      parameters: { table: 'mimic-cxr-2.0.0-chexpert.csv.gz', gives: 'labels' },
    });
  });

  it('joins the report that lies beside the folder of its study to each image in it', async () => {
    const { table } = await readMade('mimic-cxr');
    expect(table.studies![0]).toBe(table.studies![1]);
    expect(table.text.impression![0]).not.toBe('');
    expect(table.text.impression![1]).toBe(table.text.impression![0]);
  });

  it('has studies for samples where there are only reports', async () => {
    const { inspection, table } = await readMade('mimic-reports');
    expect(table.images).toBeNull();
    expect(inspection.images).toBe(0);
    // A report that is all title has no text.
    expect(inspection.rejected).toHaveLength(1);
  });
});

it('reports are the same in a tar and unpacked as in the zip', async () => {
  const texts = mimicCxrReports();
  for (const files of [{ 'mimic-cxr-reports.tar.gz': gz(tar(texts)) }, texts]) {
    const recognised = await readMade('mimic-reports', () => files);
    expect(summaryOf(recognised)).toEqual(expected('mimic_cxr', 'mimic-reports'));
  }
});

describe('reportSections', () => {
  const title = '                                 FINAL REPORT';

  it('keeps what was removed as a token', () => {
    const text = `${title}\n INDICATION:  ___ year old man,\n ___ cough.\n \n IMPRESSION:  No change from ___.\n`;
    expect(reportSections(text)).toMatchObject({
      indication: '___ year old man, ___ cough.',
      impression: 'No change from ___.',
    });
  });

  it('leaves addenda alone, which stand above a line of underscores', () => {
    const text = ` ADDENDUM:  x\n IMPRESSION:  Wrong.\n \n ${'_'.repeat(78)}\n${title}\n IMPRESSION:  Right.\n`;
    expect(reportSections(text).impression).toBe('Right.');
  });

  it('takes the last of two sections of one name', () => {
    const text = `${title}\n IMPRESSION:  First.\n FINDINGS:  Clear.\n IMPRESSION:  Last.\n`;
    expect(reportSections(text)).toMatchObject({ impression: 'Last.', findings: 'Clear.' });
  });

  it('takes a heading for one only where a line begins with it, whatever the line ends', () => {
    const text = `${title}\n FINDINGS:  As before, see IMPRESSION: there.\n IMPRESSION:  Clear.\n`;
    const found = { findings: 'As before, see IMPRESSION: there.', impression: 'Clear.' };
    expect(reportSections(text)).toMatchObject(found);
    const divided = ` IMPRESSION:  Wrong.\n ${'_'.repeat(78)}\n${text}`;
    expect(reportSections(divided.replaceAll('\n', '\r\n'))).toMatchObject(found);
    const lone = `${title}\r\n \r\n Portable film.\r\n \r\n Clear.\r\n`;
    expect(reportSections(lone).remark).toBe('Clear.');
  });

  it.each([
    ['IMPRESSON', 'impression'],
    ['FINDINS', 'findings'],
    ['FINDINGS AND IMPRESSION', 'findings'],
    ['CHEST, TWO VIEWS', 'findings'],
    ['HISTORY', 'indication'],
  ] as const)('knows %s for %s', (heading, section) => {
    const text = `${title}\n \n ${heading}:  Said here: no more.\n`;
    expect(reportSections(text)[section]).toBe('Said here: no more.');
  });

  it('takes the last paragraph of a report without sections, and nothing of one that is all title', () => {
    expect(reportSections(`${title}\n \n Portable film.\n \n No pneumothorax\n is seen.\n`)).toEqual({
      indication: '',
      findings: '',
      impression: '',
      remark: 'No pneumothorax is seen.',
    });
    expect(Object.values(reportSections(`${title}\n`)).join('')).toBe('');
  });
});
