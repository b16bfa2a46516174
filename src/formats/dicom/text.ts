/** Text in the character sets that (0008,0005) names (PS3.3, C.12.1.1.2), by the platform's TextDecoder. */
import type { Dataset } from './elements.ts';
import { tags } from './tags.ts';
import { nonEmpty, trimmed, words } from './values.ts';

/** TextDecoder's names. Where the term is missing or unknown, text is taken for Latin-1, of which ASCII is a part. */
const encodings: Readonly<Record<string, string>> = {
  'ISO_IR 100': 'iso-8859-1',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'iso-8859-9',
  'ISO_IR 203': 'iso-8859-15',
  'ISO_IR 13': 'shift_jis',
  'ISO_IR 166': 'windows-874',
  'ISO_IR 192': 'utf-8',
  'ISO_IR 58': 'gb18030',
  'ISO_IR 149': 'euc-kr',
  'ISO_IR 87': 'iso-2022-jp',
  'ISO_IR 159': 'iso-2022-jp',
  GB18030: 'gb18030',
  GBK: 'gb18030',
};

/** ESC, then what to switch to. The sets that are switched between here don't overlap, so one decoder reads them all. */
const escapes = /\x1b[\x20-\x2f]+[\x30-\x7e]/g;

/** The first value of a text element, or null where it is missing or empty. */
export function text(dataset: Dataset, tag: number): string | null {
  const value = dataset.get(tag);
  if (value === undefined) return null;
  const encoding = encodingOf(dataset);
  const decoded = new TextDecoder(encoding).decode(value.bytes);
  const plain = encoding === 'iso-2022-jp' ? decoded : decoded.replaceAll(escapes, '');
  return nonEmpty(trimmed(plain.split('\\')[0]!));
}

/** With code extensions (several values) the last one is the one that needs more than a byte, if any does. */
function encodingOf(dataset: Dataset): string {
  const names = words(dataset, tags.characterSet).map((name) => name.replace('ISO 2022 IR', 'ISO_IR'));
  return encodings[names.findLast((name) => name in encodings) ?? ''] ?? 'iso-8859-1';
}
