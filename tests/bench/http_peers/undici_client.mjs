// undici, Node's own HTTP client: one pool, a connection a caller, no pipelining.
import { readFileSync } from "node:fs";
import { Pool } from "undici";

const [url, callersText, requestsText, caFile] = process.argv.slice(2);
const callers = Number(callersText), requests = Number(requestsText), warmUp = callers * 20;
const { origin, pathname } = new URL(url);
const pool = new Pool(origin, { connections: callers, pipelining: 1, connect: { ca: readFileSync(caFile) } });
const cpuSeconds = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };

let sent = 0, failed = 0, begun = 0, cpu = 0;
function next() {
    if (sent === warmUp) { begun = performance.now(); cpu = cpuSeconds(); }
    return sent++ < warmUp + requests;
}
async function caller() {
    while (next()) {
        const { statusCode, body } = await pool.request({ path: pathname, method: "GET" });
        await body.text();
        if (statusCode !== 200) failed++;
    }
}
await Promise.all(Array.from({ length: callers }, caller));
console.log(JSON.stringify({ seconds: (performance.now() - begun) / 1000, cpu: cpuSeconds() - cpu, failed }));
await pool.close();
