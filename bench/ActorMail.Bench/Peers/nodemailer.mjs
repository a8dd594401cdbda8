// nodemailer's pool, as its manual has it: PORT READERS CONNECTIONS TEXT HTML; prints the seconds it took.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const [home, port, readers, connections, text, html] = process.argv.slice(2);
const nodemailer = createRequire(home + '/')('nodemailer');
const plain = readFileSync(text, 'utf8');
const rich = readFileSync(html, 'utf8');
const pool = nodemailer.createTransport({
  pool: true, host: '127.0.0.1', port: Number(port), secure: false, ignoreTLS: true,
  maxConnections: Number(connections), maxMessages: Infinity,
});

let next = 0;
async function send() {
  for (let reader = ++next; reader <= Number(readers); reader = ++next) {
    const name = `Reader ${reader}`;
    await pool.sendMail({
      from: 'News <news@example.org>', to: { name, address: `reader-${reader}@example.com` }, subject: `News for ${name}`,
      text: plain.replaceAll('Good morning, Reader', `Good morning, ${name}`),
      html: rich.replaceAll('Good morning, Reader', `Good morning, ${name}`),
    });
  }
}

const since = process.hrtime.bigint();
// Twice as many as connections: the pool never waits for the next message.
await Promise.all(Array.from({ length: 2 * Number(connections) }, send));
console.log(Number(process.hrtime.bigint() - since) / 1e9);
pool.close();
