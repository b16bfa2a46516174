/** English words of the Data step: opening a source, what it was recognised as, reading it another way, earlier work. */
import { formats } from '../formats.ts';

const { duration, number } = formats('en');

export const data = {
  name: 'Data',
  intro: 'Lay a dataset on the table.',
  drop: 'Drop a dataset folder, a zip, a tar or an .npz',
  dropMore: 'PNG and JPEG in class folders, images with a CSV table, or MedMNIST arrays.',
  chooseFolder: 'Choose folder',
  chooseFiles: 'Choose files',
  chooseSample: 'Try the sample',
  another: 'Open another dataset',
  notAnUpload:
    'The browser may ask whether to “upload” the files. Nothing is uploaded: it only means that this page may read them.',
  privacy: 'Nothing leaves this machine.',
  privacyHow: 'How to check for yourself',
  privacyChecks: {
    network:
      'Open the developer tools (F12), go to Network, and work as usual: no request carries your data, because none goes out.',
    offline: 'Or pull the network plug now that the page is loaded: everything here goes on working.',
    policy:
      'The page’s own security policy forbids the browser to connect to anything but the address that it came from.',
  },
  reading: {
    listing: (files: number) => `Listing: ${number(files)} files so far`,
    table: (rows: number) => `Reading the table: ${number(rows)} rows so far`,
    headers: (files: number) => `Reading DICOM headers: ${number(files)} so far`,
    recognising: 'Looking at what it is',
  },
  recognised: (title: string) => `This is ${title}`,
  readers: {
    medmnist: 'MedMNIST',
    npz: 'arrays in an .npz',
    'class-folders': 'a folder for each class',
    table: 'images with a table',
  },
  speaksFor: 'speaks for it',
  speaksAgainst: 'speaks against it',
  sample: 'Built-in sample',
  sampleLicence: 'Drawn by formulas on this machine: no photograph and no patient is in it.',
  licence: (licence: string) => `Licence: ${licence}`,
  noLicence: 'No licence is known; check that you may use it.',
  counts: {
    samples: (n: number) => (n === 1 ? '1 sample' : `${number(n)} samples`),
    images: (n: number) => (n === 1 ? '1 image' : `${number(n)} images`),
    patients: (n: number) => (n === 1 ? '1 patient' : `${number(n)} patients`),
    noImages: 'no images',
  },
  readIn: (seconds: number) => `read in ${duration(seconds)}`,
  nothingLeft: 'nothing left this machine',
  somethingElse: 'It is something else …',
  readAs: 'Read it as',
  columns: 'Which column is what',
  columnRoles: {
    file: 'File name',
    labels: 'Label, or several',
    text: 'Text',
    patient: 'Patient',
    split: 'Split',
  },
  noColumn: 'none',
  columnExamples: (distinct: number, examples: string) => `${number(distinct)} values, e.g. ${examples}`,
  readAgain: 'Read it again',
  reject: (n: number) => (n === 1 ? '1 file can’t be used' : `${number(n)} files can’t be used`),
  recent: 'Opened before',
  openAgain: 'Open again',
  unfinished: 'Unfinished',
  goOn: 'Go on',
  finished: 'Finished runs',
  lookAt: 'Look at results',
  forgetRun: 'Forget',
  brokeOff: {
    cutting: 'broke off while cutting',
    training: (epoch: number) => `broke off in training, after ${number(epoch)} epochs`,
  },
  reopenFirst: 'Open the same dataset again, and cutting goes on where it was.',
  testAuc: (auc: string) => `test AUC ${auc}`,
  fromStorage: 'Shown from what is stored; to change it, open the dataset again.',
  loadWeights: 'Load weights from before',
};
