/** What holds for any delimited text and any JSON: compared with Papa Parse and with JSON.parse. */
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { openTable } from '../../src/formats/index.ts';
import { rowSplitter } from '../../src/formats/csv/split-rows.ts';
import { recordCutter } from '../../src/formats/json/cut-records.ts';
import { storedZip } from '../../src/formats/xlsx/stored-zip.ts';
import { checkRuns, ParquetDamage } from '../../src/formats/parquet/check-runs.ts';
import { bytesFile } from '../../src/source/index.ts';
import { problemOf } from '../source/problem-of.ts';

/** Rows of a text that comes in the given pieces. */
function rowsOf(pieces: readonly string[], delimiter: string, isMac = false): string[][] {
  const split = rowSplitter({ delimiter, isMac });
  const rows: string[][] = [];
  let rest = '';
  pieces.forEach((piece, i) => {
    rest += piece;
    const found = split(rest, i === pieces.length - 1);
    for (let row = 0; row < found.rows; row++)
      rows.push(Array.from({ length: found.fields(row) }, (_, k) => found.field(row, k)));
    rest = rest.slice(found.end);
  });
  return rows;
}

/** A text cut into three pieces anywhere. */
const cutText = (text: fc.Arbitrary<string>) =>
  fc.tuple(text, fc.nat(), fc.nat()).map(([whole, a, b]) => {
    const [from, to] = [a % (whole.length + 1), b % (whole.length + 1)].sort((x, y) => x - y);
    return [whole.slice(0, from), whole.slice(from, to), whole.slice(to)];
  });

describe('delimited text', () => {
  it('has the rows that Papa Parse finds, wherever it is cut', () => {
    const unit = fc.constantFrom('a', 'b', ',', ',', '"', '""', '\n', '\n', ' ', '肺');
    fc.assert(
      fc.property(cutText(fc.string({ unit, maxLength: 40 })), (pieces) => {
        const text = pieces.join('');
        const { data, errors } = Papa.parse<string[]>(text, { delimiter: ',', newline: '\n' });
        fc.pre(!errors.some(({ code }) => code === 'MissingQuotes'));
        // Papa Parse takes the end of the last line for a further, empty row.
        const expected = text.endsWith('\n') ? data.slice(0, -1) : data;
        expect(rowsOf(pieces, ',')).toEqual(text === '' ? [] : expected);
      }),
      { numRuns: 2000 },
    );
  });

  /** Pieces of text among which cells longer than the splitter goes over one by one are common, and their ends fall anywhere. */
  const withLong = (newline: string) => {
    const short = fc.constantFrom('a', ',', ',', newline, newline, '"', '""', ' ', '肺', '\ra');
    const long = fc
      .tuple(fc.integer({ min: 120, max: 300 }), fc.constantFrom('x', 'é', '肺', '😀'))
      .map(([length, letter]) => letter.repeat(length));
    const unit = fc.oneof({ weight: 5, arbitrary: short }, { weight: 1, arbitrary: long });
    return fc.array(unit, { maxLength: 40 }).map((units) => units.join(''));
  };

  it.each(['\n', '\r\n'] as const)(
    'has the rows that Papa Parse finds where cells are long: %j',
    (newline) => {
      let long = 0;
      fc.assert(
        fc.property(cutText(withLong(newline)), (pieces) => {
          const text = pieces.join('');
          const { data, errors } = Papa.parse<string[]>(text, { delimiter: ',', newline });
          fc.pre(!errors.some(({ code }) => code === 'MissingQuotes'));
          const expected = text.endsWith(newline) ? data.slice(0, -1) : data;
          expect(rowsOf(pieces, ',')).toEqual(text === '' ? [] : expected);
          if (data.flat().some((cell) => cell.length > 256)) long++;
        }),
        { numRuns: 1500 },
      );
      expect(long).toBeGreaterThan(200);
    },
  );

  it('is read from a file as Papa Parse reads it, wherever its bytes come apart', async () => {
    const rows = withLong('\n').map((text) => `a,b,c\n${text}`);
    await fc.assert(
      fc.asyncProperty(rows, fc.array(fc.nat(), { maxLength: 4 }), async (text, cuts) => {
        const { data, errors } = Papa.parse<string[]>(text, { delimiter: ',', newline: '\n' });
        fc.pre(!errors.some(({ code }) => code === 'MissingQuotes'));
        // The reader is strict about rows that are too long and lenient about empty ones.
        fc.pre(data.every((row) => row.slice(3).every((cell) => cell === '')));
        const bytes = new TextEncoder().encode(text);
        const ends = cuts.map((cut) => 6 + (cut % (bytes.length - 5))).sort((x, y) => x - y);
        const file = {
          ...bytesFile('a.csv', bytes),
          stream: () =>
            new ReadableStream<Uint8Array<ArrayBuffer>>({
              start(controller) {
                [...ends, bytes.length].forEach((end, i) =>
                  controller.enqueue(bytes.slice(ends[i - 1] ?? 0, end)),
                );
                controller.close();
              },
            }),
        };
        const table = await openTable(file);
        const found: string[][] = [];
        for await (const batch of table.batches(['a', 'b', 'c'])) {
          const columns = ['a', 'b', 'c'].map((name) => batch.column(name));
          for (let row = 0; row < batch.rows; row++) found.push(columns.map((cells) => cells[row]!));
        }
        const filled = data.slice(1).filter((row) => row.length > 1 || row[0] !== '');
        expect(found).toEqual(filled.map((row) => [row[0], row[1] ?? '', row[2] ?? '']));
      }),
      { numRuns: 300 },
    );
  });

  it.each([',', ';', '\t', '|'])('gives back fields written with %j', (delimiter) => {
    const field = fc.string({ unit: fc.constantFrom('x', '"', ',', ';', '\t', '|', '\r', '\n', 'é') });
    const tables = fc.array(fc.array(field, { minLength: 2, maxLength: 5 }), { minLength: 1 });
    const written = (rows: string[][]) =>
      rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(delimiter)).join('\r\n');
    fc.assert(
      fc.property(tables, fc.nat(), (rows, cut) => {
        const text = written(rows);
        const at = cut % text.length;
        expect(rowsOf([text.slice(0, at), text.slice(at)], delimiter)).toEqual(rows);
      }),
    );
  });
});

describe('JSON', () => {
  const value = fc.jsonValue({ maxDepth: 2 });
  const record = fc.dictionary(fc.string(), value, { maxKeys: 4 });

  it.each([
    ['lines', 0, (records: string[]) => records.join('\n')],
    ['a list', 1, (records: string[]) => `[${records.join(' ,\n')}]`],
    ['a list in an object', 2, (records: string[]) => `{"n": 1, "d": [${records.join(',')}]}`],
  ])('is cut into its records: %s', (_, depth, write) => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), fc.nat(), (records, cut) => {
        const text = write(records.map((one) => JSON.stringify(one)));
        const at = cut % (text.length + 1);
        const cutter = recordCutter(depth, true);
        const found = [...cutter.push(text.slice(0, at)), ...cutter.push(text.slice(at))];
        cutter.end();
        expect(found.map((one) => JSON.parse(one.text) as unknown)).toEqual(
          records.map((one) => JSON.parse(JSON.stringify(one)) as unknown),
        );
        for (const { start, end, text: own } of found) expect(text.slice(start, end)).toBe(own);
      }),
    );
  });

  it.each([
    ['that ends in a record', '[{"a": 1}, {"b": 2'],
    ['that ends in a list', '[{"a": 1}, {"b": 2}'],
    ['with a record that is none', '[{"a": 1}, {"b" 2}]'],
    ['nested too deep', `[{"a": ${'['.repeat(10_000)}${']'.repeat(10_000)}}]`],
  ])('%s is damaged', async (_, text) => {
    const open = async () => {
      const table = await openTable(bytesFile('a.json', new TextEncoder().encode(text)));
      for await (const batch of table.batches(['a'])) batch.column('a');
    };
    expect(await problemOf(open())).toMatchObject({ kind: 'damaged-table', file: 'a.json' });
  });
});

describe('a hostile workbook', () => {
  const workbook = (sheet: string) => {
    const part = (path: string, xml: string) => [path, new TextEncoder().encode(xml)] as const;
    const base = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    return new Uint8Array(
      storedZip([
        part(
          'xl/workbook.xml',
          `<workbook><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>`,
        ),
        part(
          'xl/_rels/workbook.xml.rels',
          `<Relationships><Relationship Id="r1" Type="${base}/worksheet" Target="worksheets/s.xml"/></Relationships>`,
        ),
        part('xl/worksheets/s.xml', `<worksheet><sheetData>${sheet}</sheetData></worksheet>`),
      ]),
    );
  };

  it('may be small', async () => {
    const sheet =
      '<row r="1"><c r="A1" t="inlineStr"><is><t>label</t></is></c></row><row r="2"><c r="A2"><v>7</v></c></row>';
    const table = await openTable(bytesFile('a.xlsx', workbook(sheet)));
    for await (const batch of table.batches(['label'])) expect(batch.column('label')).toEqual(['7']);
  });

  it.each([
    '<row r="4e9"><c r="A1"><v>1</v></c></row>',
    "<row r='0xffffffff'><c r='A1'><v>1</v></c></row>",
    '<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>',
    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
  ])('does not get memory for %s', async (sheet) => {
    const { kind } = await problemOf(openTable(bytesFile('a.xlsx', workbook(sheet))));
    expect(['unsupported-table', 'damaged-table']).toContain(kind);
  });
});

describe('run lengths', () => {
  it('may not say more than there are values', () => {
    // Header of a run of 2^31 - 1 times the value 1.
    const run = Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 0x0f, 1);
    expect(() => checkRuns(run, 0, 1, 100)).toThrow(ParquetDamage);
    expect(() => checkRuns(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff), 0, 1, 100)).toThrow(
      ParquetDamage,
    );
    expect(() => checkRuns(Uint8Array.of(200, 1, 1), 0, 1, 100)).not.toThrow();
  });
});
