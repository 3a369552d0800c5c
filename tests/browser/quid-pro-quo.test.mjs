// A council hosts a trust's servers and the trust runs the council's payroll, without a payment: the whole chain again.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';

import {
  acceptReturn, answerEnquiry, closeMonth, confirmSupplier, counterAndAgree, disputeAndCorrect, findAndAsk,
  findNothingToAskFor, loadLedger, nextMonth, propose, publishOffer, readInKindAccount, readInvoice, sendReturn, sign,
} from './chain.mjs';
import { assertSays, begin, chapter, COUNCIL, TRUST } from './story.mjs';

const offer = {
  service: 'Storage', family: 'IT', region: 'North West', words: 'spare shelves',
  title: 'Spare shelves of disks', description: 'Storage on two sites, copied every night.',
  unit: 'TB-month', quantity: '80', firstMonth: 'November 2026', lastMonth: 'October 2027', measure: 'Nights with a good copy',
  takes: 'Cash or a service in return', price: { 'Price for each unit': true, 'Price, without VAT': '50' },
  returns: { 'Service wanted in return, choice 1': 'Payroll' },
};
const title = 'Disks for payslips';

let story;
let enquiry;
let invoices;

before(async () => {
  story = await begin('quid-pro-quo');
});

after(() => story?.end());

chapter('a service owner offers a service for another in return', () => publishOffer(story, offer));

chapter('a negotiator who has the other service finds it and asks, and the owner answers', async () => {
  enquiry = await findAndAsk(story, offer, 'Would you take payroll in return?');
  await answerEnquiry(story, offer, 'Gladly: six hundred payslips a month.');
});

chapter('one service is proposed for the other, countered with the change in sight, and agreed in principle', async () => {
  const proposal = await propose(story, enquiry, {
    title, first_month: '2026-11', last_month: '2027-10', in_return: 'service', tolerance: '5000',
    a_description: 'Forty terabytes', a_quantity: '40', a_price: '60', a_vat: 'standard',
    b_service_code: 'PAY-01/payslip', b_description: 'Monthly payroll with pensions returns', b_quantity: '600',
    b_price_kind: 'per_unit', b_price: '4', b_vat: 'standard', b_calendar: 'office_hours/england-and-wales',
    b_kpi_1: 'Payslips right first time', b_target_1: '99.5', message: 'Evenly, we think.',
  });
  const change = { b_price: '3.90', message: 'Payroll at your listed value.' };
  await counterAndAgree(story, proposal, { title, change, was: '£4', now: '£3.90' });
});

chapter('a signatory of each side signs the same text of both services', () => sign(story, title));

chapter('a month passes, and each side answers for what the other delivered', async () => {
  await nextMonth(story);
  await sendReturn(story, COUNCIL, title, '40', '39');
  await disputeAndCorrect(story, COUNCIL, TRUST, title, { reason: 'Two nights failed.', measure: offer.measure, met: '38' });
  const chart = await acceptReturn(story, TRUST, title);
  await assertSays(chart, '95%', 'Missed', '38 of 40');
  await sendReturn(story, TRUST, title, '600', '600');
  await acceptReturn(story, COUNCIL, title);
});

chapter('a finance officer closes the month: an invoice each way, set off, and an account of what is left', async () => {
  invoices = await closeMonth(story, title, 'issue 2 invoices?');
  assert.equal(invoices.numbers.length, 2, 'one invoice each way');
  await readInKindAccount(story, title, ['£60.00', 'within the agreed tolerance']);
});

chapter('the ledger of who owes finds the invoice that came in', async () => {
  const incoming = invoices.numbers.find((number) => number.startsWith('ABC-'));
  const gross = await readInvoice(story, invoices.statement, incoming);
  assert.equal(gross, '2400.00', '40 terabytes at £60 with the VAT in it');
  await loadLedger(story, [
    [COUNCIL.toUpperCase(), incoming, '01/12/2026', gross],
    ['QUILLPORT SUPPLIES LTD', 'Q-2', '01/12/2026', '12.50'],
  ]);
  await confirmSupplier(story, incoming);
});

chapter('within the tolerance nothing is open, and there is nothing to ask for', () => findNothingToAskFor(story));

chapter('at least five people took part, and no page on the way gave cause for complaint', () => {
  assert.ok(story.peopleCount() >= 5, `${story.peopleCount()} people`);
  story.assertNoObjections();
});
