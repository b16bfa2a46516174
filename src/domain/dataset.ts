/**
 * What a source was recognised as, why, and what a person may correct. Sentences are made from these kinds by `src/i18n`.
 */
import type { Problem } from './errors.ts';
import type { Split, TargetKind } from './samples.ts';

export const readers = [
  'medmnist',
  'npz',
  'class-folders',
  'table',
  'mimic-cxr-jpg',
  'mimic-cxr',
  'chexpert',
  'nih-cxr14',
  'covidx',
  'tb-chest',
  'indiana',
  'vindr-cxr',
  'vindr-pcxr',
  'vindr-spinexr',
  'vindr-mammo',
  'rsna-pneumonia',
  'object-cxr',
  'medmnist-folder',
  'cub-200',
  'path-vqa',
  'omnimedvqa',
  'gmai-mmbench',
  'meld',
  'mmedbench',
  'mmedc',
  'pmc-oa',
  'pubmedvision',
  'medical-diff-vqa',
  'medmd',
  'cholec80',
  'cholec80-vqa',
  'adni',
  'coco',
  'yolo',
  'voc',
  'webdataset',
  'vlmevalkit',
  'llava',
] as const;
/** The ways of reading a source that exist. */
export type Reader = (typeof readers)[number];

/** The part each column of a table plays. Names are column headings. */
export interface ColumnRoles {
  readonly file: string | null;
  /** One column: its values are the classes. Several: each a 0/1 column, together one multi-label target. */
  readonly labels: readonly string[];
  readonly text: string | null;
  readonly patient: string | null;
  readonly split: string | null;
  /** Facts about a person or a picture, which may be inputs. */
  readonly covariates: readonly string[];
}

/** The numbers and names that each piece of evidence carries. */
export interface EvidenceParameters {
  'file-name': { file: string; dataset: string };
  'npz-members': { members: string };
  'npz-shape': { member: string; shape: string; dtype: string };
  'counts-as-published': { train: number; val: number; test: number };
  'counts-differ': { train: number; val: number; test: number; published: string };
  'class-folders': { classes: string; folders: number };
  'split-folders': { splits: string };
  'table-found': { table: string; rows: number; columns: number };
  'column-file': { column: string; matched: number; rows: number; example: string };
  'column-image': { column: string; rows: number };
  'column-label': { column: string; classes: number; example: string };
  'columns-multi-label': { columns: string };
  'column-text': { column: string; meanLength: number };
  'text-left-out': { column: string; limitMegabytes: number };
  'column-patient': { column: string; patients: number; rows: number };
  'column-split': { column: string; values: string };
  'dicom-patients': { patients: number; images: number };
  /** Subjects of ADNI and OASIS in the names of images. */
  'patients-in-names': { patients: number; images: number };
  /** Slices of brain scans in folders by class, whose names don't say of whom. */
  'patients-unnamed': { example: string };
  'column-by-hand': { role: string; column: string };
  'ignored-files': { files: number; example: string };
  /** A file that this dataset has and hardly any other, with the columns that were looked for. */
  'signature-file': { file: string; columns: string };
  /** A card has the names of classes for which these columns have numbers. */
  'names-in-card': { file: string; columns: string };
  'images-joined': { images: number; rows: number };
  /** Rows that name an image which is not there, as after a partial download. */
  'rows-without-image': { rows: number; of: number; example: string };
  /** A table that belongs to the dataset and is not there. */
  'table-absent': { table: string; gives: TableContent };
  /** Another dataset or edition that the source could be, beside the one that was taken, and the files that speak for each. */
  'could-also-be': { taken: string; by: string; dataset: string; because: string };
  /** Images that another dataset has too. */
  'overlaps-with': { dataset: string };
  /** Where classes come from different sources, a model may learn the source. */
  'class-follows-source': { detail: string };
  /** Targets whose labels were mined from texts that are there too. */
  'labels-from-text': { targets: string; fields: string };
  'several-readers': { readers: number; samples: number };
  'boxes-left-out': { boxes: number; example: string };
  /** Answers of train that became classes, of how many different ones, and how many of train's questions they answer. */
  'answer-vocabulary': { answers: number; of: number; covered: number; questions: number };
  /** How many questions of a split any class can answer, and how many have an answer that train never gives. */
  'answer-ceiling': { split: Split; questions: number; answerable: number; unseen: number };
  /** Answers that are none of their question's options. */
  'answers-unmatched': { rows: number; example: string };
  /** Samples with several images, of which the first is used where they are not cut together. */
  'further-images': { samples: number; example: string };
  /** Videos of which no frames were extracted. */
  'frames-of-videos': { videos: number; seconds: number };
  /** Cells of tables that hold several images, of which the first is used. */
  'several-in-cell': { samples: number; example: string };
  'patients-in-several-splits': { patients: number; example: string };
  /** Known of a dataset whose files do not say which images these are. */
  'lesions-in-several-splits': Readonly<Record<string, never>>;
  /** Covariates by which the labels were given: a model that gets them predicts nothing. */
  'covariate-defines-target': { columns: string; target: string };
  /** Long texts, of which the beginning is used. */
  'texts-shortened': { samples: number; bytes: number };
  /** Texts whose letters were broken before they were written, as `canâ€™t` is. */
  'letters-repaired': { texts: number; example: string };
  /** Utterances that last from `from` to `to` seconds by their times, far less or more than others. */
  'unusual-lengths': { utterances: number; from: number; to: number; example: string };
}
/** What a table of a dataset is there for. */
export type TableContent = 'labels' | 'splits' | 'details' | 'boxes' | 'reports';
export type EvidenceKind = keyof EvidenceParameters;

/** One reason why a source was taken for what it was taken. `holds` is false for what speaks against it. */
export type Evidence = {
  [K in EvidenceKind]: {
    readonly kind: K;
    readonly holds: boolean;
    readonly parameters: EvidenceParameters[K];
  };
}[EvidenceKind];

/** A target with its label counts before any split is made. */
export interface TargetSummary {
  readonly name: string;
  readonly kind: TargetKind;
  readonly classes: readonly string[];
  /** Samples (multi-label: positives) of each class, by official split; `none` where a sample has no official split. */
  readonly counts: Readonly<Record<Split | 'none', readonly number[]>>;
  readonly missing: number;
  /** Samples with a label that is neither yes nor no, or of which nothing is said; what that means is the recipe's choice. */
  readonly uncertain: number;
  readonly unmentioned: number;
  /** Who labelled, where several did and one can be chosen. */
  readonly readers: readonly string[];
  /** Why this target can't be learned, null where it can. */
  readonly problem: Problem | null;
}

/** A table column that a person may give another part to play. */
export interface ColumnSummary {
  readonly name: string;
  readonly distinct: number;
  readonly examples: readonly string[];
}

/** Whether data may leave the machine: `forbidden` by an agreement, `ask` by a competition's rules, `caution` for patients' data. */
export type Sharing = 'forbidden' | 'ask' | 'caution';

/** What the page shows of a source: everything but the samples themselves. */
export interface Inspection {
  readonly reader: Reader;
  /** E.g. `pneumoniamnist`; for what is nobody's published dataset the reader's name. */
  readonly dataset: string;
  readonly title: string;
  readonly licence: string | null;
  readonly sharing: Sharing | null;
  readonly evidence: readonly Evidence[];
  /** Readers that would also fit, for "it is something else". */
  readonly alternatives: readonly Reader[];
  readonly columns: { readonly all: readonly ColumnSummary[]; readonly roles: ColumnRoles } | null;
  readonly samples: number;
  readonly images: number;
  readonly patients: number | null;
  /** Side in px where all images are known to be squares of one size (npz), else null. */
  readonly imageSize: number | null;
  /** Whether there are volumes among the images. */
  readonly volumes: boolean;
  /** Whether there are samples of several images, or videos. */
  readonly several: boolean;
  readonly targets: readonly TargetSummary[];
  /** Text fields with the number of samples that have them. */
  readonly text: readonly { readonly name: string; readonly samples: number }[];
  /** Covariates with the number of samples that have them. */
  readonly covariates: readonly { readonly name: string; readonly samples: number }[];
  /** Samples with a box. */
  readonly boxes: number;
  /**
   * The class of a box, as the target of crops (`boxes.samples` in a recipe): counts and `readers` are of the boxes as they were
   * drawn. Null where there are none.
   */
  readonly boxTarget: TargetSummary | null;
  readonly splits: Readonly<
    Record<Split, { readonly samples: number; readonly patients: number | null }>
  > | null;
  /** Files that were to be used and can't be; the images' own damage is found while cutting. */
  readonly rejected: readonly Problem[];
}
