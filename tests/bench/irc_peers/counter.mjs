// irc-framework's part in irc.py: counter.mjs PORT NICK CHANNEL
import IRC from 'irc-framework';

const [port, nick, channel] = process.argv.slice(2);
const client = new IRC.Client();
let count = 0;
client.on('registered', () => client.join(channel));
client.on('message', (event) => {
  if (event.message.startsWith('flood ')) {
    count += 1;
  } else if (event.message === 'how many') {
    client.say(event.target, `heard ${count}`);
    count = 0;
  }
});
client.connect({ host: '127.0.0.1', port: Number(port), nick, auto_reconnect: false });
