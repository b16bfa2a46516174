import { describe, expect, it } from 'vitest';
import { letterOf, questionWithOptions } from '../../src/datasets/published/options.ts';
import { madeDatasets } from './generate/catalogue.ts';
import { asMedR1, inParts } from './generate/omnimedvqa-forms.ts';
import { expected, labelsOf, readMade, summaryOf } from './made.ts';
import { evidence, folder, read } from './sources.ts';

describe('OmniMedVQA', () => {
  it('is recognised, joined and counted as pandas counts it', async () => {
    const recognised = await readMade('omnimedvqa');
    expect(recognised.inspection).toMatchObject({ reader: 'omnimedvqa', sharing: 'caution' });
    expect(summaryOf(recognised)).toEqual(expected('omnimedvqa', 'omnimedvqa'));
  });

  it('rejects what is of restricted access by itself', async () => {
    const { inspection } = await readMade('omnimedvqa');
    expect(inspection.rejected).toHaveLength(7);
    expect(inspection.rejected[0]).toMatchObject({ kind: 'missing-file', file: 'Images/MIMIC/0.jpg' });
    expect(evidence(inspection, 'rows-without-image')).toMatchObject({ rows: 7 });
  });

  it('finds the option whatever the case and full stop of the answer, and says where there is none', async () => {
    const { inspection } = await readMade('omnimedvqa');
    expect(evidence(inspection, 'answers-unmatched')).toEqual({ rows: 1, example: 'by hand' });
  });

  it('finds an option that is spelt with other marks, unless two are', () => {
    const options = [
      ['A', 'X-ray'],
      ['B', 'CT scan'],
      ['C', '＋'],
    ] as const;
    expect(letterOf('x_ray.', options)).toBe('A');
    expect(letterOf('CT-scan', options)).toBe('B');
    expect(letterOf('xray', [...options, ['D', 'X ray']])).toBeNull();
    expect(letterOf('x ray', [...options, ['D', 'X ray']])).toBe('D');
    expect(letterOf('-', options)).toBeNull();
  });

  it('takes the modality from the record that calls it otherwise, and without a bracket', async () => {
    const { inspection, table } = await readMade('omnimedvqa');
    const modality = inspection.targets.find(({ name }) => name === 'modality')!;
    expect(modality).toMatchObject({ classes: ['CT', 'OCT', 'X-Ray'], missing: 0 });
    expect(table.text.options![1]).toBe('A. CT(Computed Tomography)\nB. Magnetic resonance');
  });

  it('keeps the questions of an image together', async () => {
    const recognised = await readMade('omnimedvqa');
    expect(recognised.table.studies![1]).toBe(recognised.table.studies![0]);
    expect(new Set(recognised.table.studies).size).toBe(180);
    expect(labelsOf(recognised, 'option', 1)).toMatchObject({ A: 0 });
  });
});

describe('OmniMedVQA in parts for VLMEvalKit', () => {
  const files = madeDatasets.omnimedvqa!();

  it('has the questions and options of the original, in as many parts as are there', async () => {
    const original = await readMade('omnimedvqa');
    const parts = inParts(files, (part) => `OmniMed_VLM/part_${part}.tsv`);
    const whole = await read(folder([], parts));
    expect(whole.inspection).toMatchObject({ reader: 'omnimedvqa', samples: 360, images: 360 });
    expect(whole.table.text).toEqual(original.table.text);
    expect(optionOf(whole)).toEqual(optionOf(original));
    expect(groupsOf(whole)).toEqual(groupsOf(original));
    expect(whole.inspection.targets.map(({ name }) => name)).toEqual(['option', 'answer']);
    const said = original.table.labels[1]!.answers!;
    expect(whole.table.labels[1]!.answers).toEqual(
      said.map((answer) => (answer === 'by hand' ? '' : answer)),
    );

    delete parts['OmniMed_VLM/part_2.tsv'];
    const some = await read(folder([], parts));
    expect(some.inspection).toMatchObject({ reader: 'omnimedvqa', samples: 240 });
    expect(some.table.text.question![120]).toBe(original.table.text.question![240]);
  });

  it('is a table of VLMEvalKit where nothing says what its parts are of', async () => {
    const whole = await read(
      folder(
        [],
        inParts(files, (part) => `part_${part}.tsv`),
      ),
    );
    expect(whole.inspection).toMatchObject({ reader: 'vlmevalkit', samples: 360, rejected: [] });
    expect(whole.inspection.targets[0]).toMatchObject({ name: 'option', classes: ['A', 'B', 'C'] });
    expect(optionOf(whole)).toEqual(optionOf(await readMade('omnimedvqa')));
    expect(groupsOf(whole)).toEqual(groupsOf(await readMade('omnimedvqa')));
  });

  it('is not read twice where the kit wrote its images out of it', async () => {
    const parts = inParts(files, (part) => `omnimedbench_part_${part}.tsv`);
    const names = Object.keys(parts);
    const copies = names.map((path) => [path.replace('.', '_local.'), parts[path]!] as const);
    const { inspection } = await read(folder([], { ...parts, ...Object.fromEntries(copies) }));
    expect(inspection).toMatchObject({ reader: 'omnimedvqa', samples: 360 });
  });
});

describe('OmniMedVQA as Med-R1 splits it', () => {
  it('has the questions and options of the original, and the splits by modality', async () => {
    const original = await readMade('omnimedvqa');
    const recognised = await readMade('omnimedvqa', asMedR1);
    const { inspection, table } = recognised;
    expect(inspection).toMatchObject({ reader: 'omnimedvqa', title: 'OmniMedVQA (Med-R1)' });
    expect(inspection.rejected).toEqual([]);
    expect(inspection.splits).toMatchObject({ train: { samples: 288 }, test: { samples: 72 } });
    expect(evidence(inspection, 'could-also-be')).toMatchObject({ because: 'Splits/question_type' });
    const keyed = (one: typeof original) =>
      one.table.ids.map((_, i) => {
        const { images, text: texts } = one.table;
        const option = optionOf(one)[i];
        const options = texts.options![i]!.replaceAll('.\n', '\n').replace(/\.$/, '');
        return JSON.stringify([images![i], texts.question![i], options, option]);
      });
    expect(keyed(recognised).sort()).toEqual(keyed(original).sort());
    const modality = inspection.targets.find(({ name }) => name === 'modality')!;
    expect(modality).toMatchObject({ classes: ['CT', 'OCT', 'X-Ray'], missing: 0 });
    expect(table.covariates!.source![0]).toBe('Chest CT Scan');
  });

  it('takes options apart however they are marked', () => {
    const options = [
      ['A', 'CT, of vitamin A)'],
      ['B', 'PET (B) scan'],
      ['C', 'Dr. C. Roe'],
    ];
    for (const problem of [
      'Which is it? A)CT, of vitamin A), B)PET (B) scan, C)Dr. C. Roe',
      'Which is it? A) CT, of vitamin A); B) PET (B) scan; C) Dr. C. Roe',
      'Which is it?\nA. CT, of vitamin A)\nB. PET (B) scan\nC. Dr. C. Roe\n',
      'Which is it?\n(A) CT, of vitamin A)\n(B) PET (B) scan\n(C) Dr. C. Roe',
      'Which is it? A: CT, of vitamin A), B: PET (B) scan, C: Dr. C. Roe',
    ])
      expect(questionWithOptions(problem)).toEqual({ question: 'Which is it?', options });
    expect(questionWithOptions('Which one? A)Hepatitis A. acute, B)Hepatitis B. acute').options).toEqual(
      [
        ['A', 'Hepatitis A. acute'],
        ['B', 'Hepatitis B. acute'],
      ],
    );
    expect(questionWithOptions('Is it A)?')).toEqual({ question: 'Is it A)?', options: [] });
  });
});

function optionOf({ table }: Awaited<ReturnType<typeof read>>) {
  return [...table.labels.find(({ target }) => target.name === 'option')!.values];
}

/** For each sample the first one that it may not be parted from. */
function groupsOf({ table: { studies } }: Awaited<ReturnType<typeof read>>) {
  return studies!.map((study) => studies!.indexOf(study));
}
