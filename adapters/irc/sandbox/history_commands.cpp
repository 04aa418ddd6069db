// CHATHISTORY, MARKREAD and playback (IRCv3 draft/chathistory, draft/event-playback, draft/read-marker).
#include "commands.hpp"

namespace confab::irc_sandbox {
namespace {

constexpr std::size_t kMaxMarkers = 200;
constexpr unsigned long kMost = 100;

std::string entry_tags(const Client& to, const HistoryEntry& entry, const std::string& batch) {
    std::string tags;
    const auto add = [&](const std::string& tag) {
        tags += (tags.empty() ? "" : ";") + tag;
    };
    if (!batch.empty()) add("batch=" + batch);
    if (to.has("server-time")) add("time=" + entry.time);
    if (to.has("account-tag") && !entry.account.empty()) add("account=" + entry.account);
    if (!to.has("message-tags")) return tags;
    if (entry.is_bot) add("bot");
    add("msgid=" + entry.id);
    if (!entry.client_tags.empty()) add(entry.client_tags);
    return tags;
}

void replay(Network& network, Client& to, const HistoryEntry& entry, const std::string& batch) {
    const std::string tags = entry_tags(to, entry, batch);
    const std::string source = ":" + entry.source + " ";
    if (entry.parts.size() > 1 && to.has("draft/multiline") && to.has("batch")) {
        const std::string inner = network.next_batch();
        network.send(to, source + "BATCH +" + inner + " draft/multiline " + entry.target, tags);
        for (std::size_t i = 0; i < entry.parts.size(); ++i)
            to.send(OutLine("batch=" + inner + (entry.parts[i].concat ? ";draft/multiline-concat" : ""),
                            source + entry.body(i)));
        return network.say(to, "BATCH -" + inner);
    }
    for (std::size_t i = 0; i < std::max<std::size_t>(1, entry.parts.size()); ++i)
        if (entry.parts.size() < 2 || !entry.parts[i].text.empty())
            network.send(to, source + entry.body(i), tags);
}

bool is_for(const Client& to, const HistoryEntry& entry) {
    return entry.is_message() || to.has("draft/event-playback");
}

// In one batch; empty where there is nothing, so that the client is not kept waiting.
void send_entries(Network& network, Client& to, const std::string& target,
                  const std::vector<const HistoryEntry*>& entries) {
    const std::string batch = to.has("batch") ? network.next_batch() : "";
    if (!batch.empty()) network.say(to, "BATCH +" + batch + " chathistory " + target);
    for (const HistoryEntry* entry : entries) replay(network, to, *entry, batch);
    if (!batch.empty()) network.say(to, "BATCH -" + batch);
}

class Asked {
public:
    std::string command;
    std::string target;
    Selector first;
    Selector second;  ///< BETWEEN only.
    unsigned long limit = 0;
};

void refuse(Network& network, Client& to, const std::string& code, const Asked& asked,
            const std::string& text) {
    network.fail(to, "CHATHISTORY", code + " " + asked.command + " " + asked.target, text);
}

// The entries with index in [begin, end), at most `limit`: the last of them, or the first.
std::vector<const HistoryEntry*> cut(const Client& to, const HistoryLog& log, std::size_t begin,
                                     std::size_t end, unsigned long limit, bool last) {
    std::vector<const HistoryEntry*> out;
    for (std::size_t i = begin; i < std::min(end, log.entries().size()); ++i)
        if (is_for(to, log.entries()[i])) out.push_back(&log.entries()[i]);
    if (out.size() <= limit) return out;
    if (last)
        out.erase(out.begin(), out.end() - static_cast<std::ptrdiff_t>(limit));
    else
        out.resize(limit);
    return out;
}

std::vector<const HistoryEntry*> select(const Client& to, const HistoryLog& log, const Asked& asked) {
    const std::size_t size = log.entries().size();
    if (asked.command == "BEFORE") return cut(to, log, 0, log.first_from(asked.first), asked.limit, true);
    if (asked.command == "AFTER") return cut(to, log, log.first_after(asked.first), size, asked.limit, false);
    if (asked.command == "LATEST") return cut(to, log, log.first_after(asked.first), size, asked.limit, true);
    if (asked.command == "AROUND") {
        const std::size_t middle = log.first_from(asked.first);
        std::vector<const HistoryEntry*> out = cut(to, log, 0, middle, asked.limit / 2, true);
        for (const HistoryEntry* entry : cut(to, log, middle, size, asked.limit - out.size(), false))
            out.push_back(entry);
        return out;
    }
    const std::size_t a = log.first_after(asked.first);
    const std::size_t b = log.first_after(asked.second);
    // Towards the second selector, whichever of them is the older.
    if (a <= b) return cut(to, log, a, log.first_from(asked.second), asked.limit, false);
    return cut(to, log, b, log.first_from(asked.first), asked.limit, true);
}

bool may_read(Network& network, const Client& client, const std::string& target) {
    const Channel* channel = network.channel(target);
    return channel ? client.is_in(*channel) : !target.starts_with('#');
}

std::string key_of(const Network& network, const Client& client, const std::string& target) {
    const std::string folded = network.fold(target);
    return target.starts_with('#') ? folded : Histories::conversation(network.fold(client.nick), folded);
}

void send_targets(Network& network, Client& client, const Asked& asked) {
    const std::string from = std::min(asked.first.value, asked.second.value);
    const std::string to = std::max(asked.first.value, asked.second.value);
    const std::string batch = client.has("batch") ? network.next_batch() : "";
    if (!batch.empty()) network.say(client, "BATCH +" + batch + " draft/chathistory-targets");
    unsigned long sent = 0;
    for (const auto& [key, log] : network.histories.all()) {
        if (log.entries().empty() || sent >= asked.limit) continue;
        const HistoryEntry& last = log.entries().back();
        std::string name = last.target;
        if (!name.starts_with('#')) {
            const std::vector<std::string> both = split(key, ' ');
            const std::string self = network.fold(client.nick);
            if (both[0] != self && both.back() != self) continue;
            name = both[0] == self ? both.back() : both[0];
        }
        if (!may_read(network, client, name) || last.time <= from || last.time >= to) continue;
        network.say(client, "CHATHISTORY TARGETS " + name + " timestamp=" + last.time,
                    batch.empty() ? "" : "batch=" + batch);
        ++sent;
    }
    if (!batch.empty()) network.say(client, "BATCH -" + batch);
}

// Nothing: it was refused.
std::optional<Asked> understand(Network& network, Client& client, const Request& request) {
    Asked asked;
    asked.command = upper(request.arg(0));
    const bool targets = asked.command == "TARGETS";
    const bool between = asked.command == "BETWEEN" || targets;
    bool known = between;
    for (const char* name : {"LATEST", "BEFORE", "AFTER", "AROUND"}) known = known || asked.command == name;
    const std::size_t first = targets ? 1 : 2;
    const std::size_t limit_at = first + (between ? 2 : 1);
    if (!known) {
        network.fail(client, "CHATHISTORY", "INVALID_PARAMS " + asked.command, "Unknown command");
        return std::nullopt;
    }
    if (request.args.size() <= limit_at) {
        network.fail(client, "CHATHISTORY", "NEED_MORE_PARAMS " + asked.command, "Missing parameters");
        return std::nullopt;
    }
    asked.target = targets ? "*" : request.arg(1);
    asked.first = Selector::parse(request.arg(first));
    asked.second = Selector::parse(request.arg(first + 1));
    asked.limit =
        std::min(to_number(request.arg(limit_at), 0), network.isupport.number("CHATHISTORY", kMost));
    if (asked.first.kind == Selector::Kind::unknown_type) {
        refuse(network, client, "INVALID_MSGREFTYPE", asked, "msgid and timestamp are supported");
        return std::nullopt;
    }
    const bool any = asked.first.kind == Selector::Kind::any && asked.command != "LATEST";
    if (asked.first.kind == Selector::Kind::invalid || any || asked.limit == 0 ||
        (between && asked.second.kind == Selector::Kind::invalid)) {
        refuse(network, client, "INVALID_PARAMS", asked, "Invalid parameters");
        return std::nullopt;
    }
    return asked;
}

void on_chathistory(Network& network, const ClientPtr& client, const Request& request) {
    if (!client->has("draft/chathistory"))
        return network.reply(*client, "421", "CHATHISTORY :Unknown command");
    const std::optional<Asked> asked = understand(network, *client, request);
    if (!asked) return;
    if (asked->command == "TARGETS") return send_targets(network, *client, *asked);
    if (!may_read(network, *client, asked->target))
        return refuse(network, *client, "INVALID_TARGET", *asked, "Messages could not be retrieved");
    const HistoryLog* log = network.histories.find(key_of(network, *client, asked->target));
    if (!log) return send_entries(network, *client, asked->target, {});
    for (const Selector* selector : {&asked->first, &asked->second})
        if (selector->kind == Selector::Kind::id && !log->find(selector->value))
            return refuse(network, *client, "MESSAGE_ERROR", *asked, "Messages could not be retrieved");
    send_entries(network, *client, asked->target, select(*client, *log, *asked));
}

std::string& marker(Network& network, const Client& client, const std::string& target) {
    if (network.markers.size() >= kMaxMarkers) network.markers.clear();
    auto& own = network.markers[client.account.empty() ? network.fold(client.nick) : client.account];
    if (own.size() >= kMaxMarkers && !own.contains(network.fold(target))) own.clear();
    return own[network.fold(target)];
}

void on_markread(Network& network, const ClientPtr& client, const Request& request) {
    if (!client->has("draft/read-marker")) return network.reply(*client, "421", "MARKREAD :Unknown command");
    const std::string& target = request.arg(0);
    if (target.empty()) return network.fail(*client, "MARKREAD", "NEED_MORE_PARAMS", "Missing parameters");
    if (request.args.size() < 2) return send_marker(network, *client, target);
    const Selector wanted = Selector::parse(request.arg(1));
    if (wanted.kind != Selector::Kind::time || wanted.value.size() != network.time_text().size())
        return network.fail(*client, "MARKREAD", "INVALID_PARAMS " + target, "Invalid parameters");
    std::string& stored = marker(network, *client, target);
    if (wanted.value <= stored) return send_marker(network, *client, target);
    stored = wanted.value;
    send_marker(network, *client, target);
    for (const auto& [nick, other] : network.people())
        if (other != client && !client->account.empty() && other->account == client->account &&
            other->has("draft/read-marker"))
            send_marker(network, *other, target);
}

// The staged old message, as if it had been said long ago.
void replay_staged(Network& network, Client& to, const Channel& channel) {
    const std::string text = std::exchange(network.faults.history, {});
    const std::string line = ":alice!alice@sandbox.local PRIVMSG " + channel.name + " :" + text;
    const std::string time = to.has("server-time") ? "time=2020-01-01T00:00:00.000Z" : "";
    if (!to.has("batch")) return to.send(OutLine(time, line));
    const std::string batch = network.next_batch();
    network.say(to, "BATCH +" + batch + " chathistory " + channel.name);
    to.send(OutLine("batch=" + batch + (time.empty() ? "" : ";") + time, line));
    network.say(to, "BATCH -" + batch);
}

}  // namespace

void add_history(Commands& commands) {
    commands["CHATHISTORY"] = Command{on_chathistory, 0, false};
    commands["MARKREAD"] = Command{on_markread, 0, false};
}

void send_marker(Network& network, Client& to, const std::string& target) {
    const std::string& stored = marker(network, to, target);
    network.say(to, "MARKREAD " + target + " " + (stored.empty() ? "*" : "timestamp=" + stored));
}

void play_back(Network& network, Client& to, const Channel& channel) {
    if (!network.faults.history.empty()) return replay_staged(network, to, channel);
    // Who can ask is left to ask (draft/chathistory).
    if (network.faults.playback == 0 || to.has("draft/chathistory")) return;
    const HistoryLog* log = network.histories.find(network.fold(channel.name));
    if (!log) return;
    const auto entries = cut(to, *log, 0, log->entries().size(), network.faults.playback, true);
    if (!entries.empty()) send_entries(network, to, channel.name, entries);
}

}  // namespace confab::irc_sandbox
