// axe-core, run inside the page as it stands, in light and in dark.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe is asked, in light and again in dark. */
const rules = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };

/** Fails with one line for each element that axe objects to. */
export async function assertAccessible(page) {
  const found = [];
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    for (const line of await violations(page, rules)) found.push(`${colorScheme}: ${line}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  assert.equal(found.length, 0, `axe on ${page.url()} at ${page.viewportSize().width}px:\n  ${found.join('\n  ')}`);
}

async function violations(page, runOnly) {
  // Evaluated by the browser's debugger, so the page's own content security policy stays in force.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const result = await page.evaluate((only) => window.axe.run({ runOnly: only }), runOnly);
  return result.violations.flatMap(({ impact, id, help, nodes }) =>
    nodes.map((node) => `${impact} ${id}: ${help} @ ${node.target.join(' ')} ${node.html.slice(0, 120)}`));
}
