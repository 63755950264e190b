/** A report as a file to keep or to send: a page that needs nothing else, JSON, or a table. */
import { type EvaluationReport, type Metric, metricNames } from '../../contract/evaluation.ts';
import { writeCsv } from '../text/csv.ts';

type Summary = Omit<EvaluationReport, 'perQuery'>;

export interface ReportFile {
  readonly name: string;
  readonly mime: string;
  readonly text: string;
}

/** `history`: kept reports, newest first, for the line over time. */
export function reportFile(
  report: EvaluationReport,
  history: readonly Summary[],
  format: 'html' | 'json' | 'csv',
): ReportFile {
  const name = `evaluation-${report.at.slice(0, 10)}-${report.ranker.replace(/[^\p{L}\p{N}]+/gu, '-')}.${format}`;
  if (format === 'json') return { name, mime: 'application/json', text: `${JSON.stringify(report, null, 2)}\n` };
  if (format === 'csv') return { name, mime: 'text/csv', text: toCsv(report) };
  return { name, mime: 'text/html', text: toHtml(report, history) };
}

function toCsv({ k, perQuery }: EvaluationReport): string {
  const head = [
    'query',
    'text',
    ...metricNames.map((metric) => named(metric, k)),
    'relevant',
    'judged',
    'judged at k',
    'counts',
  ];
  const rows = perQuery.map(({ query, label, values, relevant, judged, judgedAtK, flat }) => [
    query,
    label,
    ...metricNames.map((metric) => (values === null ? '' : String(values[metric]))),
    String(relevant),
    String(judged),
    String(judgedAtK),
    values === null || flat ? 'no' : 'yes',
  ]);
  return writeCsv([head, ...rows]);
}

function toHtml(report: EvaluationReport, history: readonly Summary[]): string {
  const { k, metrics, perQuery, ranker, modelId, set, at, queries, leftOut, judgedAtK, ungraded } = report;
  const same = history.filter((entry) => entry.set === set && entry.k === k).reverse();
  const counting = perQuery.filter(({ values, flat }) => values !== null && !flat);
  const sorted = [...counting].sort((a, b) => (a.values?.['nDCG@k'] ?? 0) - (b.values?.['nDCG@k'] ?? 0));
  const metricRows = metricNames.map((metric) => {
    const { mean, low, high } = metrics[metric];
    return `<tr><th>${named(metric, k)}</th><td>${figure(mean)}</td><td>${figure(low)} to ${figure(high)}</td><td>${interval(low, mean, high)}</td></tr>`;
  });
  const queryRows = sorted.map(({ query, label, values, relevant, judgedAtK: share }) => {
    const cells = metricNames.map((metric) => `<td>${figure(values?.[metric] ?? 0)}</td>`);
    return `<tr><td>${escapeHtml(query)}</td><td>${escapeHtml(label)}</td>${cells.join('')}<td>${relevant}</td><td>${percent(share)}</td></tr>`;
  });
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Evaluation of ${escapeHtml(ranker)}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c1c1c; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; } th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid #ddd; }
svg { width: 100%; height: auto; } small { color: #666; }
</style>
<h1>Evaluation of ${escapeHtml(ranker)}</h1>
<p>${escapeHtml(at.slice(0, 16).replace('T', ' '))} UTC, model ${escapeHtml(modelId)}, ${set === '' ? 'all judged queries' : `query set "${escapeHtml(set)}"`}.
${queries} queries count; ${leftOut} with nothing relevant, or with all grades equal, are left out. ${percent(judgedAtK)} of the first ${k} results were graded; the rest ${ungraded === 'wrong' ? 'count as not relevant' : 'are left out'}.</p>
<table><tr><th>Metric</th><th>Mean</th><th>95% interval</th><th></th></tr>${metricRows.join('\n')}</table>
<h2>nDCG@${k} of each query</h2>
${bars(sorted.map(({ values }) => values?.['nDCG@k'] ?? 0))}
<h2>Over time</h2>
${line(same.map((entry) => entry.metrics['nDCG@k'].mean))}
<h2>Queries, hardest first</h2>
<table><tr><th>Id</th><th>Query</th>${metricNames.map((metric) => `<th>${named(metric, k)}</th>`).join('')}<th>Relevant</th><th>Graded</th></tr>
${queryRows.join('\n')}</table>
<p><small>Intervals: bootstrap over queries. nDCG: gain = grade, discount 1 / log2(rank + 1), ideal list cut at ${k}.</small></p>
</html>
`;
}

function bars(values: readonly number[]): string {
  const width = 900 / Math.max(1, values.length);
  const marks = values.map((value, index) => {
    const height = Math.max(1, value * 180);
    return `<rect x="${(index * width).toFixed(1)}" y="${(190 - height).toFixed(1)}" width="${(width * 0.8).toFixed(1)}" height="${height.toFixed(1)}" fill="#2f6f9f"/>`;
  });
  return `<svg viewBox="0 0 900 200" role="img" aria-label="nDCG of each query, lowest first">${marks.join('')}<line x1="0" x2="900" y1="190" y2="190" stroke="#888"/></svg>`;
}

function line(values: readonly number[]): string {
  const step = 880 / Math.max(1, values.length - 1);
  const points = values.map((value, index) => `${(10 + index * step).toFixed(1)},${(190 - value * 180).toFixed(1)}`);
  const dots = points.map(
    (point) => `<circle cx="${point.split(',')[0]}" cy="${point.split(',')[1]}" r="4" fill="#2f6f9f"/>`,
  );
  return `<svg viewBox="0 0 900 200" role="img" aria-label="nDCG of the kept reports, oldest first"><polyline points="${points.join(' ')}" fill="none" stroke="#2f6f9f" stroke-width="2"/>${dots.join('')}<line x1="0" x2="900" y1="190" y2="190" stroke="#888"/></svg>`;
}

function interval(low: number, mean: number, high: number): string {
  const x = (value: number): string => (value * 200).toFixed(1);
  return `<svg viewBox="0 0 200 16" style="width:200px" aria-hidden="true"><line x1="0" x2="200" y1="8" y2="8" stroke="#ddd"/><line x1="${x(low)}" x2="${x(high)}" y1="8" y2="8" stroke="#2f6f9f" stroke-width="4"/><circle cx="${x(mean)}" cy="8" r="5" fill="#2f6f9f"/></svg>`;
}

function named(metric: Metric, k: number): string {
  return metric.replace('@k', `@${k}`);
}

function figure(value: number): string {
  return value.toFixed(3);
}

function percent(value: number): string {
  return `${Math.round(100 * value)}%`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
