/** What the runner's page side needs; everything else in this room runs in Node. */
export * from './contract.ts';
export { inspectReport } from './inspect-report.ts';
export { overlaid } from './settings.ts';
