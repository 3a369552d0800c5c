// A story told in a browser: a demo of its own, its people at machines of their own, and every page looked at once.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { go, look, openBrowser, signIn, startDemo } from './harness.mjs';

/** The two bodies of every story, in the words of the demo. */
export const COUNCIL = 'Ashdale Borough Council';
export const TRUST = 'Northmoor NHS Trust';

/** Begins a story. Its pictures are named after it. */
export async function begin(name) {
  const demo = await startDemo();
  const browser = await openBrowser();
  const people = new Map();
  const seen = new Set();
  const objections = [];

  /** Somebody of a body in a role, signed in at first mention. */
  async function person(body, role) {
    const key = `${body}, ${role}`;
    if (!people.has(key)) {
      const { email, password } = demo.signIn(body, role);
      const page = await browser.person(demo.url);
      await signIn(page, email, password);
      people.set(key, page);
    }
    return people.get(key);
  }

  /** The same person at another machine: what was typed and not saved is not there. */
  function elsewhere(body, role) {
    people.delete(`${body}, ${role}`);
    return person(body, role);
  }

  /** Looks at a page the first time it is met. What is wrong with it is kept, so that the story can go on. */
  async function see(page, place) {
    if (seen.has(place)) return;
    seen.add(place);
    try {
      await look(page, `${name}-${place}`);
    } catch (error) {
      if (!(error instanceof assert.AssertionError)) throw error;
      objections.push(`${place}: ${error.message}`);
    }
  }

  return {
    person,
    elsewhere,
    see,
    peopleCount: () => people.size,
    assertNoObjections: () => assert.ok(objections.length === 0, objections.join('\n\n')),
    end: async () => {
      await browser.close();
      await demo.stop();
    },
  };
}

/** What waits for somebody: opens the first item of their first page that speaks of `words`. */
export async function takeUp(page, title, words) {
  await go(page, '/');
  const item = page.getByRole('main').getByRole('listitem').filter({ hasText: title });
  await followTo(page, item.getByRole('link', { name: words }).first());
}

/** Follows a link that is found by other means than its exact words. */
export async function followTo(page, link) {
  const answered = page.waitForEvent('domcontentloaded');
  await link.click();
  await answered;
}

/** Fills fields by name, where two parts of one form have the same labels; a choice by its value. */
export async function fillByName(page, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`main [name="${name}"]`);
    const kind = await field.first().evaluate((element) => `${element.localName} ${element.type}`);
    if (kind.startsWith('select')) await field.selectOption(value);
    else if (kind === 'input radio') await page.locator(`main [name="${name}"][value="${value}"]`).check();
    else await field.fill(value);
  }
}

/** The page says this, whatever the line breaks. */
export async function assertSays(page, ...sentences) {
  const said = (await page.getByRole('main').innerText()).replace(/\s+/g, ' ');
  for (const sentence of sentences) assert.ok(said.includes(sentence), `${page.url()} does not say "${sentence}":\n${said}`);
}

/** The path of the page that is open. */
export const pathOf = (page) => new URL(page.url()).pathname;

let isBroken = false;

/** One step of a story. After a step that failed, the rest cannot be told. */
export function chapter(name, tell) {
  test(name, async (context) => {
    if (isBroken) return context.skip('an earlier step failed');
    isBroken = true;
    await tell();
    isBroken = false;
    return undefined;
  });
}
