/** All checks that need no pixels. Pure: what a recipe makes of a sample table goes in, findings come out. */
import { severities, type Finding } from '../domain/index.ts';
import type { Examined } from './examined.ts';
import { labelFindings } from './label-checks.ts';
import { textFindings } from './told-by-text.ts';
import { tornFindings } from './torn.ts';

export function sampleFindings(examined: Examined): Finding[] {
  return [...tornFindings(examined), ...textFindings(examined), ...labelFindings(examined)];
}

/** The most serious first, otherwise in the order in which they were found. */
export function bySeverity(findings: readonly Finding[]): Finding[] {
  return severities.flatMap((severity) => findings.filter((one) => one.severity === severity));
}
