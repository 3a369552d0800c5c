// What the conformance kit needs of a running demo, through HTTP as anybody would:
//
//   node visit.mjs pages URL EMAIL PASSWORD   signs in and prints the cookie, then one page of each kind that links lead to
//   node visit.mjs pages URL                  the same for a visitor, with an empty first line
//   node visit.mjs token URL EMAIL PASSWORD   gives this administrator every role, and prints a token that may do all
//                                             but change roles, which would be the end of its own
//   node visit.mjs text URL                   prints what is there; fails unless it is there
//   node visit.mjs people-token URL EMAIL PASSWORD   prints a token of this administrator
//
// Two addresses are pages of one kind when they differ in nothing but ids, numbers, months, the service or region that is
// leafed through, and the query.

const [what, url, email, password] = process.argv.slice(2);
const MOST_PAGES = 60;
const cookies = new Map();

function remember(response) {
  for (const line of response.headers.getSetCookie()) {
    const [pair, ...attributes] = line.split(';');
    const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    if (value === '' || attributes.some((attribute) => attribute.trim() === 'Max-Age=0')) cookies.delete(name);
    else cookies.set(name, value);
  }
  return response;
}

const cookieHeader = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

const open = async (path) =>
  remember(await fetch(new URL(path, url), { headers: { cookie: cookieHeader() }, redirect: 'manual' }));

/** Opens the page of a form and sends it back, filled in. */
async function submit(path, fields) {
  const page = await (await open(path)).text();
  const form = new URLSearchParams(fields);
  for (const name of ['_csrf', '_key']) {
    const value = hidden(page, name);
    if (value) form.set(name, value);
  }
  const headers = { cookie: cookieHeader(), origin: new URL(url).origin };
  return remember(await fetch(new URL(path, url), { method: 'POST', headers, body: form, redirect: 'manual' }));
}

function hidden(page, name) {
  const field = page.match(new RegExp(`<input[^>]*name="${name}"[^>]*>`))?.[0];
  return field?.match(/value="([^"]*)"/)?.[1];
}

async function signIn() {
  const answer = await submit('/sign-in', { email, password });
  if (answer.status !== 303) throw new Error(`${email} could not sign in: ${answer.status}`);
}

const kindOf = (path) =>
  path
    .replace(/\?.*/, '?')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}')
    .replace(/^(\/browse\/(?:services|regions)\/).+/, '$1{which}')
    .replace(/\d[\d-]*/g, '{n}');

/** Breadth first, from the first page, over what is HTML and answers 200. */
async function pages() {
  const found = [];
  const waiting = ['/', '/catalogue', '/catalogue?q=payroll', '/bodies', '/accessibility', '/privacy', '/api'];
  if (!email) waiting.push('/sign-in', '/reset-password');
  const seen = new Set(waiting.map(kindOf));
  while (waiting.length > 0 && found.length < MOST_PAGES) {
    const path = waiting.shift();
    const answer = await open(path);
    const isPage = answer.headers.get('content-type')?.startsWith('text/html');
    if (answer.status !== 200 || !isPage) continue;
    found.push(new URL(path, url).href);
    for (const [, link] of (await answer.text()).matchAll(/<a\b[^>]*\bhref="(\/[^"#]*)/g)) {
      const next = link.replaceAll('&amp;', '&');
      if (seen.has(kindOf(next))) continue;
      seen.add(kindOf(next));
      waiting.push(next);
    }
  }
  return found;
}

const ROLES = [
  'administrator', 'service_owner', 'negotiator', 'approver', 'signatory', 'contract_manager', 'finance_officer',
];

async function takeEveryRole(secret) {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const { items } = await (await fetch(new URL('/api/v1/people?limit=200', url), { headers })).json();
  const own = items.find((person) => person.email === email);
  const body = JSON.stringify({ roles: ROLES });
  const answer = await fetch(new URL(`/api/v1/people/${own.id}/roles`, url), { method: 'PUT', headers, body });
  if (!answer.ok) throw new Error(`${email} was not given every role: ${answer.status}`);
}

async function token(...withheld) {
  const page = await (await open('/our-body/tokens/new')).text();
  const boxes = [...page.matchAll(/<input[^>]*name="capabilities"[^>]*>/g)];
  const fields = [['name', 'Conformance kit']];
  const may = boxes.map(([box]) => box.match(/value="([^"]*)"/)[1]);
  for (const capability of may.filter((each) => !withheld.includes(each))) fields.push(['capabilities', capability]);
  const made = await (await submit('/our-body/tokens/new', fields)).text();
  const secret = made.match(/<code>([^<]+)<\/code>/)?.[1];
  if (!secret) throw new Error('the page does not show the token that it made');
  return secret;
}

if (email) await signIn();
if (what === 'token') {
  await takeEveryRole(await token());
  console.log(await token('manage_people'));
} else if (what === 'text') {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  process.stdout.write(await answer.text());
} else if (what === 'people-token') {
  console.log(await token());
} else {
  const found = await pages();
  const session = email && cookies.get('symbiosis');
  console.log(session ? `symbiosis=${session}` : '');
  console.log(found.join('\n'));
}
