/** YAML as people write it: class names of YOLO's `data.yaml`, and what stands before a card on Hugging Face. */

/**
 * The content with every word and number as text, as it is written, of which a part that is no YAML is left out as far as the rest can be told from it; null where that is nothing. Aliases
 * that would become more than a hundred times what they stand for are not followed.
 */
export async function readYaml(text: string): Promise<unknown> {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text, { schema: 'failsafe', logLevel: 'silent' });
  try {
    return document.toJS() as unknown;
  } catch (error) {
    if (error instanceof ReferenceError) return null;
    throw error;
  }
}
