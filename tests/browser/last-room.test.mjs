// Two partners want all that is left of an offer, and two people of the provider agree with both at the same moment.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';

import { publishOffer } from './chain.mjs';
import { go, submit } from './harness.mjs';
import { assertSays, begin, chapter, COUNCIL, fillByName, followTo, pathOf, TRUST } from './story.mjs';

const offer = {
  service: 'Payroll',
  title: 'The last hundred payslips',
  description: 'Monthly payroll for a hundred more people, and not one above.',
  unit: 'payslip', quantity: '100', firstMonth: 'December 2026', lastMonth: 'November 2027',
  measure: 'Payslips right first time',
  price: { 'Price for each unit': true, 'Price, without VAT': '4.40' },
};

let story;
let page;
const proposals = [];

before(async () => {
  story = await begin('last-room');
});

after(() => story?.end());

chapter('a service owner lists what is left', async () => {
  await publishOffer(story, offer);
  page = pathOf(await story.person(COUNCIL, 'Service owner'));
});

chapter('two proposals ask for all of it', async () => {
  const negotiator = await story.person(TRUST, 'Negotiator');
  for (const title of ['Payroll for the wards', 'Payroll for the laboratories']) {
    await go(negotiator, `${page}/propose`);
    for (const summary of await negotiator.locator('main details:not([open]) > summary').all()) await summary.click();
    await fillByName(negotiator, {
      title, first_month: '2026-12', last_month: '2027-11', in_return: 'cash', a_description: 'A hundred people',
      a_quantity: '100', a_price: '4.40', a_vat: 'standard', a_po_ref: 'PO-1', message: 'All of it, please.',
    });
    await submit(negotiator, 'Send the proposal');
    await assertSays(negotiator, 'The proposal is on its way');
    proposals.push(pathOf(negotiator));
  }
});

chapter('both are agreed with at once: one holds, the other is told that nothing is left', async () => {
  const first = await story.person(COUNCIL, 'Negotiator');
  const tabs = [first, await first.context().newPage()];
  for (const [place, tab] of tabs.entries()) {
    tab.troubles ??= [];
    await go(tab, proposals[place]);
    await followTo(tab, tab.getByRole('link', { name: 'Agree in principle', exact: true }).first());
  }

  await Promise.all(tabs.map((tab) => submit(tab, 'Agree in principle')));

  const said = await Promise.all(tabs.map((tab) => tab.getByRole('main').innerText()));
  const agreed = said.filter((words) => words.includes('Agreed in principle'));
  assert.equal(agreed.length, 1, said.join('\n---\n'));
  const refused = said.find((words) => !words.includes('Agreed in principle'));
  assert.match(refused, /only 0 |nothing|not enough|no more|free/i);
  const owner = await story.person(COUNCIL, 'Service owner');
  await go(owner, page);
  await assertSays(owner, 'Paused');
});
