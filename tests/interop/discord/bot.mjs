// A bot on discord.js, unchanged and unaware of Confab: answers "pong: <text>". Its sandbox is the program named on the
// command line, which prints the options, plays the people, and decides whether the bot did well.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const [hostProgram, modules] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  Client,
  Events,
  GatewayIntentBits,
  Partials,
  SlashCommandBuilder,
} = require('discord.js');

const host = spawn(hostProgram, [], { stdio: ['ignore', 'pipe', 'inherit'] });
const seen = { ready: 0, resumed: 0, own: 0, ownReactions: 0, ownEdits: 0, ownDeletes: 0, commands: 0, presses: 0 };
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
    register(client).catch(fail('registering'));
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
  client.on(Events.InteractionCreate, (interaction) => {
    const handle = interaction.isButton() ? press : command;
    handle(interaction).catch(fail(`answering ${interaction.commandName ?? 'a press'}`));
  });
  client.login(options.token).catch(fail('login'));
  return client;
}

async function register(client) {
  const roll = new SlashCommandBuilder().setName('roll').setDescription('Rolls dice.');
  roll.setDescriptionLocalizations({ de: 'Wuerfelt.' });
  roll.addIntegerOption((o) => o.setName('sides').setDescription('How many.').setRequired(true).setMinValue(2));
  roll.addUserOption((o) => o.setName('who').setDescription('For whom.'));
  const tag = new SlashCommandBuilder().setName('tag').setDescription('Tags.');
  tag.addSubcommand((sub) =>
    sub
      .setName('add')
      .setDescription('Adds one.')
      .addStringOption((o) => o.setName('text').setDescription('What it says.').setMaxLength(40)),
  );
  const set = await client.application.commands.set([roll, tag]);
  if (set.size !== 2) fail('registering')(`${set.size} commands`);
  const fetched = await client.application.commands.fetch();
  const back = fetched.find((c) => c.name === 'roll');
  if (back?.options[0]?.minValue !== 2 || back?.options[1]?.type !== 6) fail('fetching')(JSON.stringify(back));
  await client.application.commands.set([{ name: 'Bad Name', description: 'x' }]).then(
    () => fail('names')('a bad name was accepted'),
    (error) => error.code === 50035 || fail('names')(error),
  );
}

async function command(interaction) {
  seen.commands++;
  if (!interaction.isChatInputCommand()) throw new Error(`type ${interaction.type}`);
  if (interaction.commandName === 'roll') {
    const sides = interaction.options.getInteger('sides');
    const who = interaction.options.getUser('who');
    await interaction.deferReply();
    const answer = await interaction.editReply(`rolled ${sides} for ${who?.username}`);
    if (!answer.content.startsWith('rolled')) fail('editReply')(answer.content);
    await interaction.followUp('and once more');
    await interaction.deferReply().then(
      () => fail('twice')('acknowledged twice'),
      (error) => error.code === 'InteractionAlreadyReplied' || fail('twice')(error),
    );
    return;
  }
  const text = `${interaction.options.getSubcommand()} ${interaction.options.getString('text')}`;
  const row = new ActionRowBuilder().addComponents(
    new ButtonBuilder().setCustomId('y').setLabel('yes').setStyle(ButtonStyle.Success),
    new ButtonBuilder().setCustomId('n').setLabel('no').setStyle(ButtonStyle.Danger),
  );
  await interaction.reply({ content: `${interaction.locale} ${text}`, components: [row] });
  const own = await interaction.fetchReply();
  if (own.components[0]?.components[1]?.customId !== 'n') fail('components')(JSON.stringify(own.components));
}

async function press(interaction) {
  seen.presses++;
  if (interaction.customId === 'y') {
    await interaction.update({ content: 'updated', components: [] });
    return;
  }
  await interaction.deferUpdate();
  await interaction.followUp(`pressed ${interaction.customId} on ${interaction.message.content}`);
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
  if (seen.ownEdits !== 3) fail('edit')(seen.ownEdits);
  if (seen.ownDeletes !== 1) fail('delete')(seen.ownDeletes);
  if (seen.commands !== 2) fail('commands')(seen.commands);
  if (seen.presses !== 2) fail('presses')(seen.presses);
  for (const problem of problems) console.error(problem);
  process.exit(problems.length === 0 ? 0 : 1);
});
