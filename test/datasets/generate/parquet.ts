/** Parquet as Hugging Face writes it: images are structs of `bytes` and `path`, and the names of classes stand in the file's metadata. */
import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';

interface Column {
  readonly name: string;
  readonly values: readonly (string | number)[] | readonly (readonly number[])[];
}

/** @param features as `datasets` describes them, beside the image */
export function parquetOfImages(
  images: readonly { readonly bytes: Uint8Array | null; readonly path: string | null }[],
  columns: readonly Column[],
  features: Readonly<Record<string, unknown>>,
): Uint8Array {
  const info = { info: { features: { image: { _type: 'Image' }, ...features } } };
  const fields = columns.flatMap(fieldsOf);
  const bytes = parquetWriteBuffer({
    schema: [
      { name: 'root', num_children: 1 + columns.length },
      { name: 'image', num_children: 2, repetition_type: 'OPTIONAL' },
      { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
      { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      ...fields,
    ],
    columnData: [
      { name: 'image', data: [...images] },
      ...columns.map(({ name, values }) => ({
        name,
        data: values.map((value) =>
          typeof value === 'number'
            ? BigInt(value)
            : typeof value === 'string'
              ? value
              : value.map(BigInt),
        ),
      })),
    ],
    kvMetadata: [{ key: 'huggingface', value: JSON.stringify(info) }],
  });
  return new Uint8Array(bytes);
}

function fieldsOf({ name, values }: Column): SchemaElement[] {
  const repetition_type = 'OPTIONAL';
  if (Array.isArray(values[0]))
    return [
      { name, num_children: 1, converted_type: 'LIST', repetition_type },
      { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
      { name: 'element', type: 'INT64', repetition_type },
    ];
  return typeof values[0] === 'number'
    ? [{ name, type: 'INT64', repetition_type }]
    : [{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type }];
}
