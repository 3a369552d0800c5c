// Bulk upload with errors: a file of a body's own, its columns named once, bad rows told, mended and loaded.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before } from 'node:test';

import { fill, follow, go, submit } from './harness.mjs';
import { assertSays, begin, chapter, COUNCIL, pathOf } from './story.mjs';

const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
const rows = [
  'Name;Service type;Summary;Capacity;From;To;Payment;Price kind;Unit price;Colour',
  'Payroll for schools;Payroll;Payslips and pensions returns for schools of every size;1,200;Jan-27;31/12/2027;cash;Price for each unit;4,40;blue',
  'Audit days in winter;AUD-01;Auditors who know councils;12;11/2027;soon;gold;Price for each unit;£410;red',
  'Help desk at weekends;IT-01;First line, by telephone;300;01/2027;12/2027;cash;Price for each unit;6.25;red',
].join('\r\n');

let story;
let owner;

before(async () => {
  story = await begin('bulk');
  owner = await story.person(COUNCIL, 'Service owner');
});

after(() => story?.end());

chapter('a template is at hand, in two shapes', async () => {
  await follow(owner, 'Our offers');
  await follow(owner, 'Upload offers');
  await story.see(owner, 'choose');

  const [download] = await Promise.all([
    owner.waitForEvent('download'),
    owner.getByRole('link', { name: 'Template for Excel, with notes' }).click(),
  ]);

  assert.equal(download.suggestedFilename(), 'offers-template.xlsx');
});

chapter('a file that is none is refused, and the page says why', async () => {
  await fill(owner, { 'Excel workbook (.xlsx) or CSV file': file('offers.xlsx', 'PK\u0003\u0004 and no more') });
  await submit(owner, 'Upload');

  await assertSays(owner, 'This workbook cannot be read');
  await story.see(owner, 'refused');
});

chapter('a file of our own says once which column is which', async () => {
  await fill(owner, { 'Excel workbook (.xlsx) or CSV file': file('capacity.csv', rows) });
  await submit(owner, 'Upload');
  await assertSays(owner, 'Which column is which?', 'blue · red · red');
  await story.see(owner, 'columns');
  await fill(owner, { Payment: 'Leave this column out' });
  await submit(owner, 'Continue');

  await assertSays(owner, 'Choose the column that holds “What you take”');
  await story.see(owner, 'columns-wrong');
  await fill(owner, { Payment: 'What you take (needed)' });
  await submit(owner, 'Continue');
});

chapter('every bad row is told before anything is listed', async () => {
  await assertSays(
    owner, 'Good rows 1', 'Bad rows 2', 'Price must be a number in pounds', '“soon” is not a month', '“gold” is not one of',
  );
  await story.see(owner, 'check');
});

let mended;

chapter('the good row is published, and the bad rows are downloaded', async () => {
  await fill(owner, { 'Publish the good ones': true });
  await submit(owner, 'Load 1 offer');
  await assertSays(owner, 'Help desk at weekends', 'Bad rows left out 2');
  await story.see(owner, 'done');

  const [download] = await Promise.all([
    owner.waitForEvent('download'),
    owner.getByRole('link', { name: 'Download the bad rows (CSV)' }).click(),
  ]);
  const bad = readFileSync(await download.path(), 'utf8');

  assert.match(bad, /Line,What is wrong,Name,Service type/);
  mended = bad.replace('"4,40"', '4.40').replace(',soon,gold,', ',March 2028,cash,');
});

chapter('mended, the same file is loaded as it is, once however often it comes', async () => {
  await follow(owner, 'Upload another file');
  await fill(owner, { 'Excel workbook (.xlsx) or CSV file': file('mended.csv', mended) });
  await submit(owner, 'Upload');
  await assertSays(owner, 'Good rows 2', 'Bad rows 0');
  await story.see(owner, 'check-again');
  const check = pathOf(owner);
  await fill(owner, { 'Keep them as drafts': true });
  await submit(owner, 'Load 2 offers');
  await go(owner, check);
  await assertSays(owner, 'Kept as drafts 2');

  await go(owner, '/offers/upload');
  await fill(owner, { 'Excel workbook (.xlsx) or CSV file': file('again.csv', `${mended}\r\n`) });
  await submit(owner, 'Upload');
  await assertSays(owner, 'Good rows 0', 'Duplicates 2');
  await story.see(owner, 'duplicates');
  await submit(owner, 'Throw this upload away');
  await story.see(owner, 'lately');
});

chapter('no page of the story has anything to object to', async () => {
  story.assertNoObjections();
});
