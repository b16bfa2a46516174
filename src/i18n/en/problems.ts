/** English sentences for every kind of problem: what happened, what was found and expected, what to do. */
import { formats } from '../formats.ts';
import type { ProblemSentences } from '../sentences.ts';
import { splitName } from './names.ts';

const { bytes, number, figure, measure } = formats('en');

export const problems: ProblemSentences = {
  'empty-source': () => ({
    what: 'The folder is empty',
    reason: 'No file was found in it or in any folder below it.',
    remedy: 'Choose the folder that holds the images, or the .npz, .zip or .tar.gz file itself.',
  }),
  'no-images': ({ files }) => ({
    what: 'No images found',
    reason: `${number(files)} files were listed, and none is a PNG, a JPEG or an .npz with images.`,
    remedy: 'Choose the folder that holds the images.',
  }),
  'permission-lost': ({ name }) => ({
    what: 'The permission to read has lapsed',
    reason: `The browser no longer lets this page read “${name}”.`,
    remedy: 'Press “Open again” and allow reading when the browser asks.',
  }),
  'unreadable-file': ({ detail }) => ({
    what: 'The file can’t be read',
    reason: `The browser refused: ${detail}.`,
    remedy:
      'Check that it still exists, is not open elsewhere and that you may read it; then open the source again.',
  }),
  'missing-file': ({ table, row }) => ({
    what: 'A file that the table names is missing',
    reason: `Row ${number(row)} of ${table} names it, and it is not in the source.`,
    remedy:
      'Open the folder above, so that table and images are both inside, or correct the path in the table.',
  }),
  'damaged-archive': ({ detail }) => ({
    what: 'The archive is damaged',
    reason: `Its contents are not what they should be: ${detail}.`,
    remedy:
      'It was probably not copied or downloaded to the end. Fetch it again, or unpack it and open the folder.',
  }),
  'unsupported-archive': ({ detail }) => ({
    what: 'This kind of archive can’t be read',
    reason: `Found ${detail}; a .zip that is stored or deflated, without a password, or a plain .tar or .tar.gz was expected.`,
    remedy: 'Unpack it and open the folder instead.',
  }),
  'missing-part': ({ part, detail }) => ({
    what: 'A part of the archive is missing',
    reason: `There is no ${part}, and what is there can’t be opened by itself: ${detail}.`,
    remedy: 'Put all parts into one folder, under the names that they came with, and open the folder.',
  }),

  'empty-file': () => ({
    what: 'The file is empty',
    reason: 'It has 0 bytes.',
    remedy: 'Copy it again from where it came from. The other files are not affected.',
  }),
  'not-an-image': ({ firstBytes }) => ({
    what: 'This is not an image',
    reason: `Its first bytes are ${firstBytes}, which begin no image format we know.`,
    remedy: 'If it is an image, export it as PNG or JPEG; otherwise leave it out.',
  }),
  'not-a-volume': ({ slices }) => ({
    what: 'This is not a volume',
    reason: `Slices of one size and colour that it begins with: ${number(slices)}. A volume has two at least, and no others.`,
    remedy: 'Cut the middle slice instead (Volumes, in the settings of the cut), or leave the file out.',
  }),
  'unsupported-image': ({ format, detail }) => ({
    what: 'This kind of image can’t be read yet',
    reason: `It is ${format}: ${detail}.`,
    remedy: 'Export it as 8-bit PNG or JPEG.',
  }),
  'truncated-image': ({ format, bytes: length }) => ({
    what: 'The image ends too early',
    reason: `The ${format} stops after ${bytes(length)}, in the middle of the picture.`,
    remedy: 'Copy it again from where it came from. The other files are not affected.',
  }),
  'damaged-image': ({ format, detail }) => ({
    what: 'The image is damaged',
    reason: `The ${format} decoder says: ${detail}.`,
    remedy: 'Copy it again, or open it in an image program and save it as PNG.',
  }),
  'image-too-large': ({ width, height, limitPixels }) => ({
    what: 'The image is too large',
    reason: `It is ${number(width)} × ${number(height)} px; at most ${number(limitPixels)} pixels are decoded.`,
    remedy: 'Scale it down before, or cut it into tiles.',
  }),

  'empty-box': ({ x, y, width, height, imageWidth, imageHeight }) => ({
    what: 'The box holds no pixel of its image',
    reason: `It lies at ${measure(x)}, ${measure(y)} and is ${measure(width)} × ${measure(height)} px; the image is ${number(imageWidth)} × ${number(imageHeight)} px.`,
    remedy: 'Correct the box in the annotations, or leave it out: all others are used.',
  }),
  'npz-missing-member': ({ member, found }) => ({
    what: 'The .npz lacks an array',
    reason: `“${member}” was expected; found: ${found}.`,
    remedy: 'Save it with train_images, train_labels, and the same for val and test, as MedMNIST does.',
  }),
  'npz-mismatched-lengths': ({ split, images, labels }) => ({
    what: 'Images and labels don’t match',
    reason: `The ${splitName(split)} part has ${number(images)} images and ${number(labels)} labels.`,
    remedy: 'Save the .npz again with one label for each image, in the same order.',
  }),
  'npz-object-array': ({ member, dtype }) => ({
    what: 'An array holds Python objects',
    reason: `“${member}” has the type ${dtype}; plain numbers were expected. Reading objects would mean running code.`,
    remedy: 'In NumPy, convert it before saving, for example with array.astype("uint8").',
  }),
  'npz-unsupported-array': ({ member, dtype, shape, expected }) => ({
    what: 'An array has another form than expected',
    reason: `“${member}” is ${dtype} of shape ${shape}; expected: ${expected}.`,
    remedy: 'Convert it in NumPy and save the .npz again.',
  }),
  'npz-damaged-member': ({ member, expectedBytes, foundBytes }) => ({
    what: 'An array is damaged',
    reason: `“${member}” should have ${bytes(expectedBytes)} and has ${bytes(foundBytes)}.`,
    remedy: 'The file was probably not copied to the end. Fetch it again.',
  }),

  'computed-features': ({ instead }) => ({
    what: 'The file holds features, not samples',
    reason: 'It is a pickle that another program computed: code for Python, and none of it is run here.',
    remedy: `Open ${instead} instead.`,
  }),
  'unrecognised-source': ({ files, images }) => ({
    what: 'The layout is not one we know',
    reason: `${number(files)} files with ${number(images)} images, but no folder for each class, no table and no MedMNIST arrays.`,
    remedy:
      'Put the images into one folder for each class, or add a CSV with a column of file names and one of labels.',
  }),
  'damaged-table': ({ row, detail }) => ({
    what: 'The table can’t be read',
    reason: row === null ? `${detail}.` : `At row ${number(row)}: ${detail}.`,
    remedy:
      row === null
        ? 'Copy or download the file again, or save the table as CSV (UTF-8).'
        : 'Open it in a spreadsheet or editor, correct that row, and save it as CSV (UTF-8).',
  }),
  'unsupported-table': ({ format, detail }) => ({
    what: 'A table of a kind that isn’t read',
    reason: `${format}: ${detail}.`,
    remedy: 'Save the table as CSV (UTF-8), or as .xlsx where it is a small workbook.',
  }),
  'text-too-large': ({ column, limitMegabytes }) => ({
    what: 'Too much text to be learned from here',
    reason: `The texts of “${column}” take more than the ${number(limitMegabytes)} MB that are set aside for them.`,
    remedy: 'Choose a column with shorter texts, or keep fewer rows in the table.',
  }),
  'missing-table': ({ dataset, table, columns }) => ({
    what: 'A table is missing',
    reason: `This looks like ${dataset}, and no ${table} with ${columns} was found.`,
    remedy: `Put ${table} beside the other tables as it was published: its samples can’t be used without.`,
  }),
  'missing-column': ({ column, found }) => ({
    what: 'A column is missing',
    reason: `“${column}” was expected; the table has: ${found}.`,
    remedy: 'Choose another column, or correct the heading in the table.',
  }),
  'no-target': ({ columns }) => ({
    what: 'Nothing to predict was found',
    reason: `None of the columns looks like a label: ${columns}.`,
    remedy: 'Choose the label column by hand under “Read it another way”.',
  }),
  'one-class': ({ target, className, samples }) => ({
    what: 'There is only one class',
    reason: `All ${number(samples)} samples have “${className}” for ${target}; at least two classes are needed.`,
    remedy: 'Choose another target, or add samples of another class.',
  }),
  'unique-labels': ({ column, values, rows }) => ({
    what: 'Almost every label is different',
    reason: `“${column}” has ${number(values)} values in ${number(rows)} rows: more like a name than like a class.`,
    remedy: 'Choose another column as the label.',
  }),
  'too-many-classes': ({ column, values, limit }) => ({
    what: 'Too many classes',
    reason: `“${column}” has ${number(values)} values; at most ${number(limit)} classes can be learned.`,
    remedy: 'Choose another column, or group its values in the table.',
  }),
  'empty-split': ({ split, samples }) => ({
    what: 'A split has no samples',
    reason: `Of ${number(samples)} samples none falls into ${splitName(split)}.`,
    remedy: 'Let the split be made here, or enlarge its share.',
  }),
  'patient-in-two-splits': ({ patients }) => ({
    what: 'Patients are in more than one split',
    reason: `${number(patients)} patients have samples in two official splits, so the test would not be a fair one.`,
    remedy: 'Let the split be made here: it keeps each patient together.',
  }),
  'no-usable-images': ({ rejected }) => ({
    what: 'Not one image could be used',
    reason: `All ${number(rejected)} were rejected; the list says why.`,
    remedy: 'Look at the first few reasons in the list; they are probably the same one.',
  }),

  'bad-recipe': ({ path, found, expected }) => ({
    what: 'The recipe is not valid',
    reason: `At “${path}” ${found} was found; ${expected} was expected.`,
    remedy: 'Correct this value in the recipe.',
  }),
  'recipe-does-not-fit': ({ path, found, available }) => ({
    what: 'The recipe doesn’t fit this dataset',
    reason: `“${path}” asks for ${found}; this dataset has: ${available}.`,
    remedy: 'Change this value, or open the dataset that the recipe was made for.',
  }),

  'quota-exceeded': ({ neededBytes, availableBytes }) => ({
    what: 'Not enough space',
    reason: `${neededBytes === null ? 'More space is' : `${bytes(neededBytes)} are`} needed, and the browser ${availableBytes === null ? 'refuses to store more' : `grants ${bytes(availableBytes)} more`}.`,
    remedy:
      'Forget earlier runs, free some disk space, or cut to a smaller size. What is cut already is kept.',
  }),
  'storage-lost': ({ detail }) => ({
    what: 'Stored data is gone',
    reason: `The browser has removed it or it was cleared: ${detail}.`,
    remedy: 'Open the source and cut again.',
  }),
  'damaged-weights': ({ detail }) => ({
    what: 'The weights can’t be read',
    reason: `${detail}.`,
    remedy:
      'Choose a weights.safetensors file that was kept from this page, and copy it again if it was cut short.',
  }),
  'weights-disagree': ({ largestDifference, tolerance }) => ({
    what: 'The weights don’t predict what they did',
    reason: `On their own reference samples the probabilities differ by up to ${figure(largestDifference)}; at most ${figure(tolerance)} was expected.`,
    remedy:
      'The file was changed, or this backend calculates differently. Try again with the wasm or cpu backend.',
  }),

  'worker-lost': ({ worker, detail }) => ({
    what: 'A background worker stopped',
    reason: `The ${worker} worker ended unexpectedly: ${detail}.`,
    remedy:
      'Press the button again; it goes on where it was. If it happens again, close other tabs to free memory.',
  }),
  'gpu-lost': ({ backend, detail }) => ({
    what: 'The graphics device was lost',
    reason: `${backend} reports: ${detail}.`,
    remedy: 'Go on: training continues from the last epoch, on another backend if need be.',
  }),
  'no-backend': ({ tried }) => ({
    what: 'Nothing here can calculate',
    reason: `Tried: ${tried}.`,
    remedy: 'Use a current Chrome, Edge or Firefox, and allow WebAssembly.',
  }),
  'training-diverged': ({ epoch, step }) => ({
    what: 'Training went off the rails',
    reason: `The loss was no longer a number in epoch ${number(epoch)}, step ${number(step)}.`,
    remedy: 'Lower the learning rate (a third of it is a good next try) and train again.',
  }),
};
