/** What stays on this machine between visits: records in IndexedDB, tensors in the origin private file system. */
export * from './database.ts';
export * from './tables.ts';
export * from './tensors.ts';
