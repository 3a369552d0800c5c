// The pages that anyone can open before signing in.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { go, look, openBrowser, startDemo } from './harness.mjs';

let demo;
let browser;

before(async () => {
  demo = await startDemo();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

test('the first page is for everyone, on any screen', async () => {
  const page = await browser.person(demo.url);

  await go(page, '/');

  await look(page, 'start');
});

test('the sign-in page asks for two things and says so', async () => {
  const page = await browser.person(demo.url);

  await go(page, '/sign-in');

  assert.match(await page.getByLabel('Email address', { exact: true }).getAttribute('autocomplete'), /^(username|email)$/);
  assert.equal(await page.getByLabel('Password', { exact: true }).getAttribute('type'), 'password');
  assert.equal(await page.getByRole('button', { name: 'Sign in', exact: true }).count(), 1);
  await look(page, 'sign-in');
});

test('a keyboard can skip straight to the main content', async () => {
  const page = await browser.person(demo.url);
  await go(page, '/sign-in');

  await page.keyboard.press('Tab');
  const link = page.locator('a:focus');
  const target = await link.getAttribute('href');
  const box = await link.boundingBox();
  await page.keyboard.press('Enter');

  assert.match(target, /^#./, 'the first stop of the Tab key is a link to a place on this page');
  assert.ok(box.width > 1 && box.height > 1 && box.y >= 0, 'the skip link can be seen while it has the focus');
  assert.equal(await page.locator(`${target} h1`).count(), 1, `${target} holds the heading of the page`);
  assert.equal(new URL(page.url()).hash, target);
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate((where) => document.querySelector(where).contains(document.activeElement), target));
});

test('every page works without JavaScript', async () => {
  const page = await browser.person(demo.url, { javaScriptEnabled: false });

  await go(page, '/');
  await go(page, '/sign-in');

  assert.ok(await page.getByRole('button', { name: 'Sign in', exact: true }).isVisible());
});
