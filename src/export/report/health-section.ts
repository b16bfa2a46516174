/** The report's section on what was found in the data before training; nothing where it was not looked at. */
import type { HealthReport } from '../../domain/index.ts';
import { findingText, words as dictionary } from '../../i18n/index.ts';
import type { ReportContext } from './context.ts';
import { html, type Markup } from './markup.ts';

/** Examples are left out: they are paths and patients. */
export function healthSection(
  { locale, recipe }: ReportContext,
  report: HealthReport | null,
): Markup | null {
  if (report === null) return null;
  const words = dictionary(locale).health;
  const applied = [
    ...(recipe.health.duplicates === 'drop' ? [words.fixed['drop-duplicates']] : []),
    ...(recipe.health.conflicts === 'mask' ? [words.fixed['mask-conflicts']] : []),
  ];
  return html`<section>
    <h2>${words.name}</h2>
    ${report.findings.length === 0 ? html`<p>${words.nothing}</p>` : null}
    <dl>
      ${report.findings.map((finding) => {
        const { what, why } = findingText(finding, locale);
        return html`<dt>${words.severities[finding.severity]}</dt>
          <dd>${what}. ${why}</dd>`;
      })}
    </dl>
    ${applied.map((sentence) => html`<p>${sentence}</p>`)}
  </section>`;
}
