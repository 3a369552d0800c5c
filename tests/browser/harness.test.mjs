// The harness must be able to fail: each check is shown a page that breaks it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { readSignIns } from './demo.mjs';
import { assertFits, axe, fill, openBrowser } from './harness.mjs';

const page = (body) => `<!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1>${body}</main></html>`;
let browser;

before(async () => {
  browser = await openBrowser();
});

after(() => browser?.close());

test('axe objects to a field without a label, and to nothing on a plain page', async () => {
  const person = await browser.person('http://127.0.0.1');

  await person.setContent(page('<p>Plain.</p>'));
  await axe(person);

  await person.setContent(page('<input>'));
  await assert.rejects(axe(person), /light: critical label/);
});

test('axe looks at the dark colours too', async () => {
  const person = await browser.person('http://127.0.0.1');
  const style = '@media (prefers-color-scheme: dark) { p { color: #777; background: #666 } }';

  await person.setContent(page(`<style>${style}</style><p>Hard to read at night.</p>`));

  await assert.rejects(axe(person), (error) => /dark: serious color-contrast/.test(error.message) && !/light:/.test(error.message));
});

test('a page that is too wide is noticed', async () => {
  const person = await browser.person('http://127.0.0.1');
  await person.setViewportSize({ width: 360, height: 900 });

  await person.setContent(page('<p style="width: 500px">Wide.</p>'));

  await assert.rejects(assertFits(person, 360), /too wide at 360px/);
});

test('fields are found by their labels and nothing else', async () => {
  const person = await browser.person('http://127.0.0.1');
  const option = '<label for="s">Unit</label><select id="s"><option>hour<option value="d">audit day</select>';

  await person.setContent(page(`<label>Title <input id="t"></label><label>Public <input type="checkbox"></label>${option}`));
  await fill(person, { Title: 'Payroll', Public: true, Unit: 'audit day' });

  assert.equal(await person.inputValue('#t'), 'Payroll');
  assert.equal(await person.inputValue('#s'), 'd');
  assert.ok(await person.isChecked('[type=checkbox]'));
  await assert.rejects(fill(person, { Titel: 'Payroll' }), /one field labelled "Titel"/);
});

test('the table of sign-ins is read from what the demo prints', () => {
  const output = 'Sign in as\n  Ashdale Council   Negotiator   ann@ashdale.example   correct horse battery\n  and more@words\n';

  assert.deepEqual(readSignIns(output).map(({ email, password }) => [email, password]),
    [['ann@ashdale.example', 'correct horse battery']]);
});
