// What every journey needs: a demo server of its own, a browser, and the few things a person does with a page.
// A page that breaks the content security policy, throws, or logs an error fails the journey that met it.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

import { assertAccessible } from './accessible.mjs';
import { target } from './demo.mjs';

export { startDemo } from './demo.mjs';
export { assertAccessible as axe } from './accessible.mjs';

/** A desktop and a small telephone. */
export const WIDTHS = [1280, 360];

const FLAGS = [
  '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--no-first-run',
];

/** A browser. `browser.person(url)` is one more person at a machine of their own: cookies are not shared. */
export async function openBrowser() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const chromiumBrowser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
  return {
    person: (url, options = {}) => person(chromiumBrowser, url, options),
    close: () => chromiumBrowser.close(),
  };
}

async function person(browser, url, options) {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: WIDTHS[0], height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    reducedMotion: 'reduce', // a colour caught half way through a transition is not a colour of ours
    ...options,
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.troubles = [];
  page.on('pageerror', (error) => page.troubles.push(`script: ${error.message}`));
  page.on('console', (message) => {
    // The browser logs every answer of 400 or more as an error; `go` and `submit` look at statuses themselves.
    const isStatus = message.text().startsWith('Failed to load resource: the server responded with a status');
    if (message.type() === 'error' && !isStatus) page.troubles.push(`console: ${message.text()}`);
  });
  return page;
}

/** Opens a path and expects the page to be there. */
export async function go(page, where, status = 200) {
  const answer = await page.goto(where);
  assert.equal(answer.status(), status, `${where} answered ${answer.status()}: ${await heading(page)}`);
  assertUntroubled(page);
}

/** Signs in, and says what the page said if that fails. */
export async function signIn(page, email, password) {
  await go(page, '/sign-in');
  await fill(page, { 'Email address': email, Password: password });
  await submit(page, 'Sign in');
  const { pathname } = new URL(page.url());
  assert.notEqual(pathname, '/sign-in', `${email} could not sign in: ${await complaint(page)}`);
}

/** Fills fields by their labels: text, select (by the words shown), checkbox and radio (true or false). */
export async function fill(page, fields) {
  for (const [label, value] of Object.entries(fields)) {
    const field = page.getByLabel(label, { exact: true });
    assert.equal(await field.count(), 1, `one field labelled "${label}" on ${page.url()}, not ${await field.count()}`);
    const kind = await field.evaluate((element) => `${element.localName} ${element.type}`);
    if (kind.startsWith('select')) await field.selectOption({ label: String(value) });
    else if (typeof value === 'boolean') await field.setChecked(value);
    else if (kind === 'input file') await field.setInputFiles(value);
    else await field.fill(String(value));
  }
}

/** Presses a button that sends a form, and waits for the page that answers. */
export async function submit(page, button) {
  const answered = page.waitForEvent('domcontentloaded');
  await page.getByRole('button', { name: button, exact: true }).click();
  await answered;
  assertUntroubled(page);
}

/** Follows a link by its words. */
export async function follow(page, link) {
  const answered = page.waitForEvent('domcontentloaded');
  await page.getByRole('link', { name: link, exact: true }).first().click();
  await answered;
  assertUntroubled(page);
}

/** Runs `steps(width)` on a wide and on a narrow screen; after each, the page must fit its width. */
export async function atWidths(page, steps) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await steps(width);
    await assertFits(page, width);
  }
  await page.setViewportSize({ width: WIDTHS[0], height: 900 });
}

/** Everything we ask of every page: it fits both widths, axe finds nothing in light or dark, and there is a picture. */
export async function look(page, name) {
  await atWidths(page, async (width) => {
    await screenshot(page, name, width);
    await assertAccessible(page);
  });
  assertUntroubled(page);
}

export async function screenshot(page, name, width) {
  const folder = path.join(target, 'screenshots');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}-${width}.png`), fullPage: true });
}

/** A table may scroll in its own box; the document may not scroll sideways. */
export async function assertFits(page, width) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${page.url()} is ${wide}px too wide at ${width}px`);
}

function assertUntroubled(page) {
  assert.deepEqual(page.troubles.splice(0), [], `the browser complained on ${page.url()}`);
}

async function complaint(page) {
  const summary = page.getByRole('alert').first();
  return (await summary.count()) ? (await summary.innerText()).trim() : heading(page);
}

async function heading(page) {
  const first = page.locator('h1').first();
  return (await first.count()) ? first.innerText() : 'a page without a heading';
}
