// From a need to a choice that can be justified, and a search that tells of what is new: in a browser.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';

import { fill, follow, go, submit } from './harness.mjs';
import { publishOffer } from './chain.mjs';
import { assertSays, begin, chapter, followTo, pathOf, TRUST } from './story.mjs';

const title = 'Payroll for four hundred porters';
const news = {
  service: 'Payroll', title: 'Payroll for porters and cooks',
  description: 'Weekly and monthly pay for people who work in shifts.',
  unit: 'payslip', quantity: '900', firstMonth: 'November 2026', lastMonth: 'October 2027',
  measure: 'Payslips right first time',
  price: { 'Price for each unit': true, 'Price, without VAT': '3.10' },
};

let story;
let seeker;
let need;

before(async () => {
  story = await begin('choose');
  seeker = await story.person(TRUST, 'Negotiator');
});

after(() => story?.end());

chapter('a need is listed, left half-way, and taken up again', async () => {
  await follow(seeker, 'Our needs');
  await story.see(seeker, 'our-needs');
  await follow(seeker, 'List a need');
  await story.see(seeker, 'need-service');
  await fill(seeker, { Service: 'Payroll', 'So much of it each month': true });
  await submit(seeker, 'Continue');
  await story.see(seeker, 'need-about');
  await fill(seeker, { Title: title, Description: 'Our own payroll officer retires in spring.' });
  await submit(seeker, 'Save and continue');

  await go(seeker, '/');
  await followTo(seeker, seeker.getByRole('link', { name: `Finish “${title}”` }));
  for (const [place, answers] of [
    ['need-amount', {
      payslip: true, 'How many do you need each month?': '400', 'First month': 'April 2027', 'Last month': 'September 2027',
    }],
    ['need-price', { Cash: true, 'The most you would pay for each unit, without VAT (optional)': '9.00' }],
    ['need-terms', {}],
  ]) {
    await story.see(seeker, place);
    await fill(seeker, answers);
    await submit(seeker, 'Save and continue');
  }
  await story.see(seeker, 'need-check');
  await submit(seeker, 'Publish');
  await assertSays(seeker, 'Your need is published', '400 payslips a month');
  await story.see(seeker, 'need');
  need = pathOf(seeker);
});

chapter('suggestions say who could meet it and why', async () => {
  await follow(seeker, 'Suggestions');
  await assertSays(seeker, `For your need “${title}”`, 'free');
  await story.see(seeker, 'suggestions');
});

chapter('offers are ticked in the catalogue and compared side by side', async () => {
  await go(seeker, '/catalogue?service=PAY-01');
  const ticks = seeker.getByRole('checkbox', { name: /^Compare / });
  assert.ok((await ticks.count()) > 2, 'there are several offers of payroll');
  await ticks.nth(0).check();
  await ticks.nth(1).check();
  await submit(seeker, 'Compare what is ticked');
  await assertSays(seeker, 'Where offers differ, the line says so', 'Differs');
  await story.see(seeker, 'compare');
});

chapter('both are shortlisted, one is chosen and the other is not, and the justification says why', async () => {
  const compare = seeker.url();
  for (const place of [0, 1]) {
    await go(seeker, compare);
    await followTo(seeker, seeker.getByRole('link', { name: /^Add to a shortlist/ }).nth(place));
    if (place === 0) await story.see(seeker, 'shortlist-which');
    await fill(seeker, { [title]: true });
    await submit(seeker, 'Add');
  }
  await story.see(seeker, 'shortlist');
  for (const [place, decision, reason] of [[0, 'Chosen', 'The lowest price.'], [1, 'Not taken', 'Too far away.']]) {
    await go(seeker, `${need}/shortlist`);
    await followTo(seeker, seeker.getByRole('link', { name: 'Say what you decided' }).nth(place));
    if (place === 0) await story.see(seeker, 'shortlist-decide');
    await fill(seeker, { [decision]: true, 'Why? (optional)': reason });
    await submit(seeker, 'Save');
  }
  await follow(seeker, 'See the justification');
  await assertSays(seeker, 'What was considered', 'The lowest price.', 'Too far away.');
  await story.see(seeker, 'justification');
});

chapter('a saved search tells of an offer that is published afterwards', async () => {
  await go(seeker, '/catalogue?q=porters');
  await story.see(seeker, 'nothing-found');
  await go(seeker, '/alerts/new?q=porters');
  await story.see(seeker, 'save-search');
  await fill(seeker, { 'At once': true });
  await submit(seeker, 'Save this search');
  await publishOffer(story, news);
  // At once means within a minute: the demo's clock goes on by a day.
  await go(seeker, '/demo/clock');
  await fill(seeker, { 'To the first working day of next month': true });
  await submit(seeker, 'Move the clock');
  for (let turn = 0; turn < 40; turn += 1) {
    await go(seeker, '/demo/mail');
    if ((await seeker.getByRole('main').innerText()).includes('A new offer fits “porters”')) break;
  }
  await assertSays(seeker, 'A new offer fits “porters”');
  await go(seeker, '/alerts');
  await assertSays(seeker, news.title, '1 new offer');
  await story.see(seeker, 'alerts');
});

chapter('no page on the way gave cause for complaint', () => story.assertNoObjections());
