/**
 * What the tables of ADNI say of subjects: Clinica's `participants.tsv`, and PTDEMOG, APOERES and Study_Entry, which since October 2024 have
 * the name of a cohort before and a day behind theirs (`All_Subjects_PTDEMOG_21Aug2025.csv`). Columns and codes are those that Clinica and
 * UCL's NOTEPAD_ADNI read; where R's ADNIMERGE2 wrote a table, it has words for codes.
 */
import { newestFirst, numberOf, ridOf } from './adni-tables.ts';
import { kept, type Cell } from './published/named-table.ts';
import type { ReadingJob } from './published/published.ts';

/** '' or null where it is not known. */
export interface Person {
  /** To which the subject belonged at first. */
  readonly group: string;
  /** `M` or `F`. */
  readonly sex: string;
  /** In years. */
  readonly education: number | null;
  /** How many of the two alleles are APOE ε4. */
  readonly apoe4: number | null;
}

interface PeopleTable {
  readonly name: RegExp;
  readonly columns: readonly string[];
  /** Columns of which a table need not have all. */
  readonly others?: readonly string[];
  readonly read: (cell: Cell) => { readonly who: string } & Partial<Person>;
}

/** What Clinica and others call the diagnosis at the beginning. */
const atFirst = ['diagnosis', 'diagnosis_bl', 'diagnosis_sc', 'group'];

const tables: readonly PeopleTable[] = [
  {
    name: /^participants\.tsv$/,
    columns: ['participant_id', 'sex'],
    others: atFirst,
    read: (cell) => {
      const [, who = ''] = /^sub-ADNI\d{3}S(\d+)$/.exec(cell('participant_id')) ?? [];
      const group = atFirst.map(cell).find((one) => one !== '' && one !== 'n/a') ?? '';
      return { who, group, sex: cell('sex') };
    },
  },
  {
    name: /(?:^|_)ptdemog(?:_.*)?\.csv$/,
    columns: ['PTGENDER', 'PTEDUCAT'],
    others: ['RID', 'PTID'],
    read: (cell) => ({
      who: cell('RID') || cell('PTID'),
      sex: sexes[cell('PTGENDER').toLowerCase()] ?? '',
      education: numberOf(cell('PTEDUCAT')),
    }),
  },
  {
    name: /(?:^|_)apoeres(?:_.*)?\.csv$/,
    columns: [],
    others: ['RID', 'PTID', 'GENOTYPE', 'APGEN1', 'APGEN2'],
    read: (cell) => ({
      who: cell('RID') || cell('PTID'),
      apoe4: epsilon4(cell('GENOTYPE') || cell('APGEN1') + cell('APGEN2')),
    }),
  },
  {
    name: /(?:^|_)study_entry(?:_.*)?\.csv$/,
    columns: ['subject_id', 'entry_research_group'],
    read: (cell) => ({ who: cell('subject_id'), group: cell('entry_research_group') }),
  },
];

/** Codes of PTGENDER, and its words where R wrote the table. */
const sexes: Readonly<Record<string, string>> = { 1: 'M', 2: 'F', male: 'M', female: 'F' };

/** Of `3/4` or `34`; null where it is neither. */
function epsilon4(genotype: string): number | null {
  return /^[234]\/?[234]$/.test(genotype) ? genotype.split('4').length - 1 : null;
}

/** By `ridOf`. What the first row knows counts, of the newest table first: people are asked again at later visits. */
export async function readPeople(job: ReadingJob): Promise<ReadonlyMap<string, Person>> {
  const known = new Map<string, Person>();
  for (const { name, columns, others = [], read } of tables) {
    const found = await job.files.tablesAt(newestFirst(job.files.named(name)), columns, (problem) =>
      job.note(problem),
    );
    for (const table of found) {
      const problem = await table.eachRow([...columns, ...others], job.signal, (cell) => {
        const { who, ...facts } = read(cell);
        const rid = ridOf(who);
        const before = known.get(rid);
        if (rid === 'NaN') return;
        known.set(rid, {
          group: before?.group || kept(facts.group ?? ''),
          sex: before?.sex || kept(facts.sex ?? ''),
          education: before?.education ?? facts.education ?? null,
          apoe4: before?.apoe4 ?? facts.apoe4 ?? null,
        });
      });
      job.note(problem);
    }
  }
  return known;
}
