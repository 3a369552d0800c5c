// A council runs a trust's payroll for cash: the whole chain once through, in a browser.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';

import {
  acceptReturn, answerEnquiry, closeMonth, confirmSupplier, counterAndAgree, disputeAndCorrect, exchangeStatement,
  findAndAsk, loadLedger, nextMonth, propose, publishOffer, readInvoice, sendReturn, sign,
} from './chain.mjs';
import { assertSays, begin, chapter, COUNCIL, TRUST } from './story.mjs';

const offer = {
  service: 'Payroll', family: 'Payroll and pensions', region: 'North West', words: 'quiet nights',
  title: 'Payroll run on quiet nights',
  description: 'Monthly payroll with pensions returns and a help line in office hours.',
  unit: 'payslip', quantity: '1200', firstMonth: 'November 2026', lastMonth: 'October 2027',
  measure: 'Payslips right first time', interruptedAt: 'offer-price',
  price: { 'Price for each unit': true, 'Price, without VAT': '4.40' },
};
const title = 'Payroll for the trust';

let story;
let enquiry;
let proposal;
let invoices;
let gross;

before(async () => {
  story = await begin('cash');
});

after(() => story?.end());

chapter('a service owner lists an offer, is interrupted, and goes on with the draft elsewhere until it is published', () => publishOffer(story, offer));

chapter('a negotiator elsewhere finds it and asks, and the owner answers', async () => {
  enquiry = await findAndAsk(story, offer, 'Can you start this month?');
  await answerEnquiry(story, offer, 'Yes, from the first of it.');
});

chapter('terms are proposed, countered with the change in sight, and agreed in principle', async () => {
  proposal = await propose(story, enquiry, {
    title, first_month: '2026-11', last_month: '2027-10', in_return: 'cash', a_description: 'Payroll for six hundred staff',
    a_quantity: '600', a_price: '4.20', a_vat: 'standard', a_po_ref: 'PO-4501177', message: 'For November, please.',
  });
  const change = { a_price: '4.35', message: 'A little more.' };
  await counterAndAgree(story, proposal, { title, change, was: '£4.20', now: '£4.35' });
});

chapter('a signatory of each side signs the same text', () => sign(story, title));

chapter('a month passes, and what was delivered is sent, disputed, corrected and accepted', async () => {
  await nextMonth(story);
  await sendReturn(story, COUNCIL, title, '598', '590');
  const dispute = { reason: 'We count three more.', measure: offer.measure, met: '587' };
  await disputeAndCorrect(story, COUNCIL, TRUST, title, dispute);
  const chart = await acceptReturn(story, TRUST, title);
  await assertSays(chart, '98.16%', 'Missed', '587 of 598');
});

chapter('a finance officer closes the month, and the other side has an invoice', async () => {
  invoices = await closeMonth(story, title, 'issue 1 invoice?');
  gross = await readInvoice(story, invoices.statement, invoices.numbers[0]);
  assert.equal(gross, '3121.56', '598 payslips at £4.35, and 20% VAT');
});

chapter('the ledger of who owes finds the invoice', async () => {
  const [number] = invoices.numbers;
  await loadLedger(story, [
    [COUNCIL.toUpperCase(), number, '01/12/2026', gross],
    [COUNCIL.toUpperCase(), 'OTHER-1', '01/12/2026', '40.00'],
    ['QUILLPORT SUPPLIES LTD', 'Q-2', '01/12/2026', '12.50'],
  ]);
  await confirmSupplier(story, number);
});

chapter('what is open goes to the other side, which says whether its books agree', () => exchangeStatement(story));

chapter('at least five people took part, and no page on the way gave cause for complaint', () => {
  assert.ok(story.peopleCount() >= 5, `${story.peopleCount()} people`);
  story.assertNoObjections();
});
