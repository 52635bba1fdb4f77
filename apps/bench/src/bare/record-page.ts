// The least page that shows records: it draws each of them as JSON in a <pre>, and draws them all again to filter and sort.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const records = readFileSync(process.argv[2] ?? '');
const page = `<!doctype html><meta charset="utf-8"><title>Records</title>
<input id="filter"><button id="sort">rating</button><p id="count"></p><main></main>
<script type="module">
  const all = await (await fetch('/records')).json();
  const main = document.querySelector('main');
  const draw = (records) => {
    const drawn = document.createDocumentFragment();
    for (const record of records) {
      const pre = document.createElement('pre');
      pre.textContent = JSON.stringify(record, null, 2);
      drawn.append(pre);
    }
    main.replaceChildren(drawn);
    document.querySelector('#count').textContent = records.length + ' of ' + all.length;
  };
  const matches = (record, text) => JSON.stringify(record).toLowerCase().includes(text.toLowerCase());
  document.querySelector('#filter').oninput = ({ target }) => draw(all.filter((record) => matches(record, target.value)));
  document.querySelector('#sort').onclick = () => draw(all.toSorted((left, right) => left.rating - right.rating));
  draw(all);
</script>`;

const server = createServer(({ url }, response) => {
  if (url !== '/records') return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-encoding': 'gzip',
    'cache-control': 'max-age=86400, immutable',
  });
  response.end(records);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`ready: http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
