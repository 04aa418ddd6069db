// A bot on discord.js, unchanged and unaware of Confab: answers "pong: <text>". Its sandbox is the program named on the
// command line, which prints the options, plays the people, and decides whether the bot did well.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const [hostProgram, modules] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { Client, Events, GatewayIntentBits, Partials } = require('discord.js');

const host = spawn(hostProgram, [], { stdio: ['ignore', 'pipe', 'inherit'] });
const seen = { ready: 0, resumed: 0, own: 0, ownReactions: 0, ownEdits: 0, ownDeletes: 0 };
const problems = [];
const fail = (what) => (error) => problems.push(`${what}: ${error?.stack ?? error}`);

function start(options) {
  const rest = { api: options.api_url.replace(/\/v10$/, ''), version: '10' };
  const client = new Client({
    rest,
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.GuildMessageReactions,
      GatewayIntentBits.DirectMessages,
      GatewayIntentBits.MessageContent,
    ],
    partials: [Partials.Channel],
  });
  client.on(Events.ClientReady, () => {
    seen.ready++;
    const guild = client.guilds.cache.first();
    if (guild?.name !== 'Sandbox') fail('guild')(`found ${guild?.name}`);
    if (!guild?.channels.cache.some((channel) => channel.name === 'general')) fail('channel')('no #general');
  });
  client.on(Events.ShardResume, () => seen.resumed++);
  client.on(Events.Error, fail('client'));
  client.on(Events.MessageUpdate, (before, after) => after.author?.id === client.user.id && seen.ownEdits++);
  client.on(Events.MessageDelete, (message) => message.author?.id === client.user.id && seen.ownDeletes++);
  client.on(Events.MessageReactionAdd, (reaction, user) => user.id === client.user.id && seen.ownReactions++);
  client.on(Events.MessageCreate, async (message) => {
    if (message.author.id === client.user.id) {
      seen.own++;
      return;
    }
    try {
      const answer = await message.reply({ content: `pong: ${message.content}`, enforceNonce: true, nonce: message.id });
      if (answer.content !== `pong: ${message.content}`) fail('answer')(answer.content);
      if (message.content === 'everything') await everything(message);
    } catch (error) {
      fail('answering')(error);
    }
  });
  client.login(options.token).catch(fail('login'));
  return client;
}

async function everything(message) {
  await message.channel.sendTyping();
  await message.react('❤️');
  const draft = await message.channel.send('draft');
  await draft.edit('edited');
  await draft.delete();
  const latest = await message.channel.messages.fetch({ limit: 5 });
  if (!latest.has(message.id)) fail('history')('the message is not in it');
  const member = await message.guild.members.fetch(message.author.id);
  if (member.user.username !== message.author.username) fail('member')(member.user.username);
  await message.client.application.fetch();
  await message.channel.send('x'.repeat(2001)).then(
    () => fail('length')('2001 characters were accepted'),
    (error) => error.code === 50035 || fail('length')(error),
  );
}

let client;
createInterface({ input: host.stdout }).on('line', (line) => {
  if (client) console.log(line);
  else client = start(JSON.parse(line));
});
host.on('exit', async (code) => {
  await client?.destroy();
  console.log(JSON.stringify(seen));
  if (code !== 0) fail('sandbox')(`exit code ${code}`);
  if (seen.ready !== 1) fail('ready')(seen.ready);
  if (seen.resumed < 1) fail('resume')('discord.js did not resume');
  if (seen.own < 6) fail('echo')(`saw ${seen.own} of its own messages`);
  if (seen.ownReactions !== 1) fail('reaction')(seen.ownReactions);
  if (seen.ownEdits !== 1) fail('edit')(seen.ownEdits);
  if (seen.ownDeletes !== 1) fail('delete')(seen.ownDeletes);
  for (const problem of problems) console.error(problem);
  process.exit(problems.length === 0 ? 0 : 1);
});
