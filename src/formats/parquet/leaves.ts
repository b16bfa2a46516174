/** The columns of a parquet file: its leaves, named by their paths without the wrappers that lists need. */
import type { SchemaElement, SchemaTree } from 'hyparquet';
import { isRecord } from '../table/flatten.ts';

export interface Leaf {
  /** E.g. `label`, `image.bytes`. */
  readonly name: string;
  readonly path: readonly string[];
  readonly element: SchemaElement;
  /** From the root to the leaf. */
  readonly schemaPath: readonly SchemaTree[];
  readonly definitionLevels: number;
  /** 0 where each row has one value. */
  readonly repetitionLevels: number;
  /** Bytes that nobody calls text. */
  readonly isBinary: boolean;
  /** Names for the values 0, 1, 2, … of a class label. */
  readonly classNames: readonly string[] | null;
}

/** @param features of the `huggingface` metadata, {} where there are none */
export function leavesOf(root: SchemaTree, features: Readonly<Record<string, unknown>>): Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (node: SchemaTree, above: readonly SchemaTree[]) => {
    const schemaPath = [...above, node];
    if (node.children.length > 0) {
      for (const child of node.children) visit(child, schemaPath);
      return;
    }
    const { element, path } = node;
    if (element.type === undefined) return;
    const repetitions = schemaPath.slice(1).map((step) => step.element.repetition_type);
    const names = namesOf(schemaPath);
    leaves.push({
      name: names.join('.'),
      path,
      element,
      schemaPath,
      definitionLevels: repetitions.filter((type) => type !== 'REQUIRED').length,
      repetitionLevels: repetitions.filter((type) => type === 'REPEATED').length,
      isBinary: isBinary(element),
      classNames: classNamesOf(featureAt(features, names)),
    });
  };
  visit(root, []);
  return leaves;
}

/** A list `x` is stored as `x.list.element`. */
function namesOf(schemaPath: readonly SchemaTree[]): string[] {
  return schemaPath
    .slice(1)
    .filter((step, i) => {
      const above = schemaPath[i]!.element;
      const isWrapper = step.element.repetition_type === 'REPEATED' && above.converted_type === 'LIST';
      return !isWrapper && !(above.repetition_type === 'REPEATED' && i > 1);
    })
    .map(({ element }) => element.name);
}

/** Through the features of structs, and of lists of them. */
function featureAt(feature: unknown, [name, ...inner]: readonly string[]): unknown {
  if (name === undefined || !isRecord(feature)) return feature;
  return name in feature
    ? featureAt(feature[name], inner)
    : featureAt(feature.feature, [name, ...inner]);
}

function isBinary({ type, converted_type, logical_type }: SchemaElement): boolean {
  return type === 'BYTE_ARRAY' && converted_type === undefined && logical_type === undefined;
}

/** `{"names": […], "_type": "ClassLabel"}`, also as the feature of a sequence. */
function classNamesOf(feature: unknown): readonly string[] | null {
  if (typeof feature !== 'object' || feature === null) return null;
  if ('names' in feature && Array.isArray(feature.names)) return feature.names.map(String);
  return 'feature' in feature ? classNamesOf(feature.feature) : null;
}
