/**
 * What is remembered between visits in small: language, colours, an interrupted cut. Injected, so that tests need no browser and
 * a browser that blocks storage only forgets.
 */
export interface Memory {
  read(key: string): string | null;
  write(key: string, value: string | null): void;
}

/** Remembers as long as the object lives. */
export function volatileMemory(): Memory {
  const values = new Map<string, string>();
  return {
    read: (key) => values.get(key) ?? null,
    write(key, value) {
      if (value === null) values.delete(key);
      else values.set(key, value);
    },
  };
}

/** The browser's local storage, or a volatile memory where the browser denies it. */
export function browserMemory(): Memory {
  let storage: Storage;
  try {
    storage = globalThis.localStorage;
  } catch (error) {
    // Reading the property throws SecurityError where cookies and site data are blocked.
    if (error instanceof DOMException) return volatileMemory();
    throw error;
  }
  return {
    read: (key) => storage.getItem(`microtome.${key}`),
    write(key, value) {
      if (value === null) storage.removeItem(`microtome.${key}`);
      else storage.setItem(`microtome.${key}`, value);
    },
  };
}
