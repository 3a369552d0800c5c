// A demo server on a free port with a data folder of its own, which goes away with it.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export const target = path.resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');

const ADDRESS = /Symbiosis demo is at (http:\/\/127\.0\.0\.1:\d+)/;
const SECONDS_TO_START = 60;

/**
 * Starts `symbiosis demo` and reads what it prints: its address, and the table of sign-ins.
 * `demo.signIn('Northmoor', 'Finance officer')` is the first sign-in whose row has all these words.
 */
export async function startDemo() {
  const program = process.env.SYMBIOSIS_BIN ?? path.join(target, 'debug', 'symbiosis');
  const data = mkdtempSync(path.join(os.tmpdir(), 'symbiosis-browser-'));
  const server = spawn(program, ['demo', '--data', data, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stopped = new Promise((resolve) => server.once('close', resolve));
  const output = [];
  const stop = async () => {
    const force = setTimeout(() => server.kill('SIGKILL'), 10_000);
    server.kill('SIGTERM');
    await stopped;
    clearTimeout(force);
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const url = await address(server, output);
    const signIns = () => readSignIns(output.join(''));
    return { url, data, stop, signIn: (...words) => findSignIn(signIns(), words), output: () => output.join('') };
  } catch (error) {
    await stop();
    throw error;
  }
}

function address(server, output) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`the demo did not start: ${why}\n${output.join('')}`));
    const late = setTimeout(() => fail(`no address after ${SECONDS_TO_START} s`), SECONDS_TO_START * 1000);
    const read = (piece) => {
      output.push(piece.toString());
      const found = ADDRESS.exec(output.join(''));
      if (!found) return;
      clearTimeout(late);
      resolve(found[1]);
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.once('error', (error) => fail(error.message));
    server.once('exit', (code) => fail(`it ended with ${code}`));
  });
}

/** Rows of the printed table: cells stand two or more spaces (or a bar) apart, the password right after the address. */
export function readSignIns(output) {
  return output.split('\n').flatMap((line) => {
    const cells = line.split(/\s{2,}|\s*[|│]\s*/).map((cell) => cell.trim()).filter(Boolean);
    const at = cells.findIndex((cell) => /^[^\s@]+@[^\s@]+$/.test(cell));
    return at < 0 || !cells[at + 1] ? [] : [{ email: cells[at], password: cells[at + 1], row: cells.join(' ') }];
  });
}

function findSignIn(signIns, words) {
  const found = signIns.find(({ row }) => words.every((word) => row.toLowerCase().includes(word.toLowerCase())));
  if (!found) throw new Error(`no sign-in for ${words.join(', ')} among:\n${signIns.map(({ row }) => row).join('\n')}`);
  return found;
}
