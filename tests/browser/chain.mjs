// The steps of the chain that every story shares, from an offer to books that agree. A step goes by what the pages
// show, looks at each page on its way, and returns what later steps need to know.

import assert from 'node:assert/strict';

import { fill, follow, go, submit } from './harness.mjs';
import { assertSays, COUNCIL, fillByName, followTo, pathOf, takeUp, TRUST } from './story.mjs';

/** The service owner answers the pages of a new offer and publishes it. */
export async function publishOffer(story, offer) {
  let owner = await story.person(COUNCIL, 'Service owner');
  await story.see(owner, 'home');
  await follow(owner, 'Our offers');
  await story.see(owner, 'our-offers');
  await follow(owner, 'List an offer');
  for (const [place, answers, button] of [
    ['offer-service', { Service: offer.service }, 'Continue'],
    ['offer-about', { Title: offer.title, Description: offer.description }, 'Save and continue'],
    ['offer-capacity', {
      [offer.unit]: true, 'How many can you spare each month?': offer.quantity,
      'First month': offer.firstMonth, 'Last month': offer.lastMonth,
    }, 'Save and continue'],
    ['offer-takes', { [offer.takes ?? 'Cash']: true }, 'Save and continue'],
    ['offer-price', offer.price, 'Save and continue'],
    ...(offer.returns ? [['offer-returns', offer.returns, 'Save and continue']] : []),
    ['offer-quality', {
      'Measure 1 (optional)': offer.measure, 'Target of measure 1 (optional)': '99.5',
      // What the template proposes beside it is taken out again.
      ...Object.fromEntries([2, 3].flatMap((n) => [[`Measure ${n} (optional)`, ''], [`Target of measure ${n} (optional)`, '']])),
    }, 'Save and continue'],
    ['offer-terms', {
      'How much notice do you need before you can start? (optional)': '10',
    }, 'Save and continue'],
    ['offer-standing', {}, 'Save and continue'],
    ['offer-audience', {}, 'Save and continue'],
  ]) {
    await story.see(owner, place);
    if (place === offer.interruptedAt) {
      owner = await interrupted(story, owner, answers, offer);
    }
    await fill(owner, answers);
    await submit(owner, button);
  }
  await story.see(owner, 'offer-check');
  await submit(owner, 'Publish');
  await assertSays(owner, 'Your offer is in the catalogue', offer.title);
  await story.see(owner, 'offer-own');
}

/**
 * Somebody is called away with a page half typed, and goes on at another machine: their first page knows of the draft and
 * leads to the page that was not sent; the pages before are kept.
 */
async function interrupted(story, owner, answers, offer) {
  const page = pathOf(owner);
  await fill(owner, answers);
  const again = await story.elsewhere(COUNCIL, 'Service owner');
  await takeUp(again, offer.title, 'Finish');
  assert.equal(pathOf(again), page);
  await go(again, page.replace(/edit.*$/, 'check'));
  await assertSays(again, 'There is more to say before this can be published', offer.title, offer.description);
  await story.see(again, 'offer-check-draft');
  await follow(again, 'Continue');
  assert.equal(pathOf(again), page);
  return again;
}

/** A negotiator of the other body finds the offer by words and a filter, and asks about it. Answers the enquiry's path. */
export async function findAndAsk(story, offer, question) {
  const negotiator = await story.person(TRUST, 'Negotiator');
  await follow(negotiator, 'Find services');
  await fill(negotiator, { 'Search offers': offer.words });
  await submit(negotiator, 'Search');
  await narrow(negotiator, offer.family, offer.region);
  await story.see(negotiator, 'catalogue');
  await follow(negotiator, offer.title);
  await story.see(negotiator, 'offer');
  await follow(negotiator, 'Ask about this offer');
  await story.see(negotiator, 'enquire');
  await fill(negotiator, { [`Your question to ${COUNCIL}`]: question });
  await submit(negotiator, 'Send the question');
  await story.see(negotiator, 'enquiry');
  return pathOf(negotiator);
}

async function narrow(page, family, region) {
  // Folded on a narrow screen only.
  const folded = page.locator('main details > summary', { hasText: 'Filters' });
  if (await folded.isVisible()) await folded.click();
  await page.getByRole('checkbox', { name: new RegExp(`^${family}\\s*\\d*$`) }).check();
  // Each choice says how many offers it would leave, so it is picked by its value.
  await page.getByLabel('Region', { exact: true }).selectOption(region);
  await submit(page, 'Apply filters');
  assert.match(page.url(), /family=.*region=/s, 'the filters stand in the address');
}

/** The service owner answers what was asked. */
export async function answerEnquiry(story, offer, answer) {
  const owner = await story.person(COUNCIL, 'Service owner');
  await takeUp(owner, offer.title, 'Answer the question');
  await story.see(owner, 'enquiry-to-answer');
  await fill(owner, { 'Your answer': answer });
  await submit(owner, 'Send the answer');
  await assertSays(owner, answer);
}

/** The asker proposes terms from the thread. Answers the proposal's path. */
export async function propose(story, enquiry, terms) {
  const negotiator = await story.person(TRUST, 'Negotiator');
  await go(negotiator, enquiry);
  await follow(negotiator, 'Propose terms');
  await unfold(negotiator);
  await story.see(negotiator, 'propose');
  await fillByName(negotiator, terms);
  await submit(negotiator, 'Send the proposal');
  await assertSays(negotiator, 'The proposal is on its way');
  await story.see(negotiator, 'proposal-sent');
  return pathOf(negotiator);
}

async function unfold(page) {
  for (const summary of await page.locator('main details:not([open]) > summary').all()) await summary.click();
}

/** The offering side counters; both see what changed, and the asker agrees. */
export async function counterAndAgree(story, proposal, { title, change, was, now }) {
  const giver = await story.person(COUNCIL, 'Negotiator');
  const taker = await story.person(TRUST, 'Negotiator');
  await takeUp(giver, title, 'Answer the proposal');
  await story.see(giver, 'proposal-to-answer');
  await follow(giver, 'Counter with other terms');
  await story.see(giver, 'counter');
  await fillByName(giver, change);
  await submit(giver, 'Send the counter-proposal');

  await go(taker, proposal);
  await assertSays(taker, '1 term changed', 'Changed');
  assert.ok((await taker.locator('main del').first().innerText()).includes(was), `the old price is struck out: ${was}`);
  assert.ok((await taker.locator('main ins').first().innerText()).includes(now), `the new price beside it: ${now}`);
  await story.see(taker, 'proposal-countered');
  await follow(taker, 'Agree in principle');
  await story.see(taker, 'agree');
  await submit(taker, 'Agree in principle');
  await assertSays(taker, 'Agreed in principle');
  await story.see(taker, 'proposal-agreed');
}

/** A signatory of each side signs the same text. Answers the agreement's path. */
export async function sign(story, title) {
  const hashes = [];
  let last;
  for (const body of [COUNCIL, TRUST]) {
    last = await story.person(body, 'Signatory');
    await takeUp(last, title, 'Read and sign');
    hashes.push(/\b[0-9a-f]{64}\b/.exec(await last.getByRole('main').innerText())?.[0]);
    await story.see(last, body === COUNCIL ? 'sign' : 'sign-second');
    await fill(last, { 'I have read version 2 and sign it for my body': true });
    await submit(last, 'Sign');
  }
  assert.ok(hashes[0], 'the SHA-256 of the text is shown');
  assert.equal(hashes[1], hashes[0], 'both sides sign the same text');
  await assertSays(last, 'Both sides have signed', hashes[0]);
  await story.see(last, 'agreement');
  return pathOf(last);
}

/** The demo's clock goes to the first working day of next month. */
export async function nextMonth(story) {
  const anybody = await story.person(COUNCIL, 'Contract manager');
  await go(anybody, '/demo/clock');
  await story.see(anybody, 'clock');
  await fill(anybody, { 'To the first working day of next month': true });
  await submit(anybody, 'Move the clock');
  await assertSays(anybody, 'It is now');
}

/** `provider` sends what it delivered. */
export async function sendReturn(story, provider, title, quantity, met) {
  const sender = await story.person(provider, 'Contract manager');
  await takeUp(sender, title, /^Send the return/);
  await story.see(sender, 'return-to-send');
  await fill(sender, {
    'Quantity delivered': quantity, 'How many there were': quantity, 'How many of them met the standard': met,
  });
  await submit(sender, 'Send the return');
  await assertSays(sender, 'The return has been sent');
  await story.see(sender, 'return-sent');
}

/** `consumer` accepts the quantity and disputes the measure; `provider` corrects it. */
export async function disputeAndCorrect(story, provider, consumer, title, { reason, measure, met }) {
  const answerer = await story.person(consumer, 'Contract manager');
  await takeUp(answerer, title, /^Answer the return/);
  await story.see(answerer, 'return-to-answer');
  await follow(answerer, 'Answer line by line');
  await story.see(answerer, 'return-answer');
  await fillByName(answerer, { 'answer-0': 'accept', 'answer-1': 'dispute' });
  await fill(answerer, { [`If you dispute “${measure}”, why`]: reason });
  await submit(answerer, 'Send the answer');
  await assertSays(answerer, 'Disputed', reason);
  await story.see(answerer, 'return-disputed');

  const sender = await story.person(provider, 'Contract manager');
  await takeUp(sender, title, /dispute|[Cc]orrect/);
  await follow(sender, 'Correct the disputed lines');
  await story.see(sender, 'return-correct');
  await fill(sender, { 'How many of them met the standard': met });
  await submit(sender, 'Send the correction');
  await assertSays(sender, 'The correction has been sent');
}

/** `consumer` accepts whatever still waits, and looks at the chart. */
export async function acceptReturn(story, consumer, title) {
  const answerer = await story.person(consumer, 'Contract manager');
  await takeUp(answerer, title, /^Answer the return/);
  await follow(answerer, 'Accept all');
  await story.see(answerer, 'return-accept');
  await submit(answerer, 'Accept all lines');
  await assertSays(answerer, 'You have accepted the return');
  await story.see(answerer, 'return-accepted');
  await follow(answerer, 'Performance by month');
  await unfold(answerer);
  await story.see(answerer, 'performance');
  return answerer;
}

/** The council's finance officer closes the month. Answers the statement's path and the invoice numbers on it. */
export async function closeMonth(story, title, announcement) {
  const officer = await story.person(COUNCIL, 'Finance officer');
  await takeUp(officer, title, 'Close November 2026');
  await story.see(officer, 'close');
  await assertSays(officer, announcement);
  await submit(officer, 'Close the month');
  await assertSays(officer, 'November 2026 is closed');
  await story.see(officer, 'statement');
  const numbers = [...new Set((await officer.getByRole('main').innerText()).match(/\b[A-Z]{2,}-2026-27-\d{6}\b/g))];
  return { statement: pathOf(officer), numbers };
}

/** The other side opens an invoice from the statement, and reads its gross amount, such as "3121.56". */
export async function readInvoice(story, statement, number) {
  const officer = await story.person(TRUST, 'Finance officer');
  await go(officer, statement);
  await follow(officer, number);
  await story.see(officer, 'invoice');
  const said = (await officer.getByRole('main').innerText()).replace(/\s+/g, ' ');
  const [, gross] = /Total £([\d,]+\.\d\d)/.exec(said) ?? assert.fail(`no total on ${officer.url()}: ${said}`);
  await follow(officer, 'Finance');
  await story.see(officer, 'finance');
  await follow(officer, 'All invoices');
  await story.see(officer, 'invoices');
  return gross.replaceAll(',', '');
}

/** The owing side uploads its ledger with a row that cannot be read, says which column is which, and loads it. */
export async function loadLedger(story, rows) {
  const officer = await story.person(TRUST, 'Finance officer');
  await go(officer, '/finance/ledger');
  await story.see(officer, 'ledger');
  const bad = [COUNCIL.toUpperCase(), 'LATE-1', '31/11/2026', '55.00'];
  const csv = [['Supplier', 'Invoice', 'Paid on', 'Amount'], ...rows, bad].map((row) => row.join(',')).join('\r\n');
  const file = { name: 'december.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
  await fill(officer, { 'CSV file from your finance system': file });
  await submit(officer, 'Upload');
  await story.see(officer, 'ledger-columns');
  await fill(officer, { Date: 'Paid on', Amount: 'Amount', 'Supplier name': 'Supplier', 'Reference (optional)': 'Invoice' });
  await submit(officer, 'Continue');
  await assertSays(officer, 'there is no day 31/11/2026');
  await story.see(officer, 'ledger-check');
  await submit(officer, `Load ${rows.length} lines`);
  await assertSays(officer, `Loaded ${rows.length} lines`, 'LATE-1');
  await story.see(officer, 'ledger-loaded');
}

/** They confirm who the supplier is, and see that the line has found its invoice. */
export async function confirmSupplier(story, number) {
  const officer = await story.person(TRUST, 'Finance officer');
  await takeUp(officer, 'of your ledger', 'Confirm 1 supplier name');
  await story.see(officer, 'supplier-names');
  await assertSays(officer, COUNCIL.toUpperCase(), 'the same name');
  await submit(officer, 'Confirm the ticked names');
  await assertSays(officer, '1 line matched with an invoice');
  await go(officer, '/finance/ledger');
  await followTo(officer, officer.getByRole('main').getByRole('link', { name: /match/i }).first());
  await follow(officer, 'Public body, not matched');
  await story.see(officer, 'unmatched');
  await follow(officer, 'Matched with an invoice');
  await assertSays(officer, `The reference ${number}`);
  await story.see(officer, 'matched');
}

/** The providing side sends what is open, the invoice for cash alone; the other side disputes it, then its books agree. */
export async function exchangeStatement(story) {
  const owed = await story.person(COUNCIL, 'Finance officer');
  await go(owed, '/finance/ledger/statements');
  await story.see(owed, 'statements');
  await follow(owed, 'Send a statement');
  const choice = owed.getByLabel('Who owes you', { exact: true });
  await choice.selectOption({ label: (await choice.innerText()).split('\n').find((line) => line.includes(TRUST)).trim() });
  await submit(owed, 'Show what is open');
  await story.see(owed, 'statement-to-send');
  await submit(owed, 'Send the statement');
  await story.see(owed, 'statement-sent');
  const path = pathOf(owed);

  const owing = await story.person(TRUST, 'Finance officer');
  await takeUp(owing, COUNCIL, 'Answer the statement');
  await story.see(owing, 'statement-to-answer');
  assert.equal(await owing.getByLabel('Yes, we confirm this line').count(), 1, 'what is given in kind is not asked for');
  await owing.getByLabel('No, we dispute this line').check();
  await submit(owing, 'Send the answer');
  await assertSays(owing, 'There is a problem');
  await owing.getByLabel('Yes, we confirm this line').check();
  await submit(owing, 'Send the answer');
  await go(owed, path);
  for (const side of [owed, owing]) await assertSays(side, 'on 1 line', 'Agreed');
  await story.see(owed, 'statement-answered');
}

/** Within the tolerance of the in-kind account nothing is to be paid, so there is nothing to ask for. */
export async function findNothingToAskFor(story) {
  const owed = await story.person(COUNCIL, 'Finance officer');
  await go(owed, '/finance/ledger/statements/new');
  await assertSays(owed, 'Nobody owes you anything');
  await story.see(owed, 'nothing-to-send');
}

/** Both sides read the same account of what was given and taken. */
export async function readInKindAccount(story, title, sentences) {
  for (const body of [COUNCIL, TRUST]) {
    const officer = await story.person(body, 'Finance officer');
    await go(officer, '/finance');
    await follow(officer, title);
    await assertSays(officer, ...sentences);
    await story.see(officer, `in-kind-${body === COUNCIL ? 'one' : 'other'}`);
  }
}
