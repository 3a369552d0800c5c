// Months as the pages name them, counted from the one we are in: stories do not grow old.

const [year, thisMonth] = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit' })
  .format(new Date()).split('-').map(Number);

/** The month so many months from now: its name, as programs write it, and a day of it as finance systems do. */
export function month(fromNow) {
  const first = new Date(Date.UTC(year, thisMonth - 1 + fromNow, 1));
  const iso = first.toISOString().slice(0, 7);
  const name = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', year: 'numeric', month: 'long' }).format(first);
  return { name, iso, day: (number) => `${String(number).padStart(2, '0')}/${iso.slice(5)}/${iso.slice(0, 4)}` };
}
