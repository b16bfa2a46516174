/** Parquet as Hugging Face writes it: images are structs of `bytes` and `path`, and the names of classes stand in the file's metadata. */
import { parquetWriteBuffer } from 'hyparquet-writer';

interface Column {
  readonly name: string;
  readonly values: readonly (string | number)[];
}

/** @param features as `datasets` describes them, beside the image */
export function parquetOfImages(
  images: readonly { readonly bytes: Uint8Array; readonly path: string | null }[],
  columns: readonly Column[],
  features: Readonly<Record<string, unknown>>,
): Uint8Array {
  const info = { info: { features: { image: { _type: 'Image' }, ...features } } };
  const fields = columns.map(({ name, values }) =>
    typeof values[0] === 'number'
      ? { name, type: 'INT64' as const, repetition_type: 'OPTIONAL' as const }
      : {
          name,
          type: 'BYTE_ARRAY' as const,
          converted_type: 'UTF8' as const,
          repetition_type: 'OPTIONAL' as const,
        },
  );
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
        data: values.map((value) => (typeof value === 'number' ? BigInt(value) : value)),
      })),
    ],
    kvMetadata: [{ key: 'huggingface', value: JSON.stringify(info) }],
  });
  return new Uint8Array(bytes);
}
