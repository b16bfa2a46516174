/** TB Chest X-ray Database: a folder a class, and a workbook a class that writes names in capitals. */
import { Dice, text, type MadeFiles } from './files.ts';
import { picture, png } from './picture.ts';
import { zipSync } from './zip.ts';

const root = 'TB_Chest_Radiography_Database';

export function tbChest(): MadeFiles {
  const dice = new Dice('tb-chest');
  const files: MadeFiles = { [`${root}/README.md.txt`]: text('see the paper') };
  for (const [name, images] of [
    ['Normal', 170],
    ['Tuberculosis', 60],
  ] as const) {
    const rows = [['FILE NAME', 'FORMAT', 'SIZE', 'URL']];
    for (let i = 1; i <= images; i++) {
      const marks = name === 'Normal' ? [] : [{ x: 0.3, y: 0.25, radius: 0.12 }];
      files[`${root}/${name}/${name}-${i}.png`] = png(
        picture(dice.random, marks),
        dice.isLucky(0.5) ? 'grey' : 'rgb',
      );
      const host = i % 4 === 0 ? 'openi.nlm.nih.gov' : 'www.kaggle.com';
      rows.push([`${name.toUpperCase()}-${i}`, 'PNG', '256*256', `https://${host}/data`]);
    }
    files[`${root}/${name}.metadata.xlsx`] = workbook(rows);
  }
  return files;
}

/** The least that a spreadsheet program writes (ECMA-376): one sheet, text in its cells. */
function workbook(rows: readonly (readonly string[])[]): Uint8Array {
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packages = 'http://schemas.openxmlformats.org/package/2006';
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const cells = rows.map((row, r) => {
    const each = row.map(
      (cell, c) => `<c r="${'ABCDEFGH'[c]!}${r + 1}" t="inlineStr"><is><t>${cell}</t></is></c>`,
    );
    return `<row r="${r + 1}">${each.join('')}</row>`;
  });
  const relation = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"/>`;
  const relations = (inside: string) =>
    `${head}<Relationships xmlns="${packages}/relationships">${inside}</Relationships>`;
  return zipSync({
    '[Content_Types].xml': text(
      `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/></Types>`,
    ),
    '_rels/.rels': text(relations(relation('rId1', 'officeDocument', 'xl/workbook.xml'))),
    'xl/workbook.xml': text(
      `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': text(
      relations(relation('rId1', 'worksheet', 'worksheets/sheet1.xml')),
    ),
    'xl/worksheets/sheet1.xml': text(
      `${head}<worksheet xmlns="${main}"><sheetData>${cells.join('')}</sheetData></worksheet>`,
    ),
  });
}
