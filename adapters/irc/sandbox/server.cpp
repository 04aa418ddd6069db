#include "server.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

namespace confab::irc_sandbox {
namespace {

constexpr Duration kPingAfter{60'000};
constexpr double kBurst = 20;  // lines
constexpr double kLinesPerSecond = 5;
constexpr std::size_t kMaxInput = 8192 + 1024;

}  // namespace

Task<void> Server::accept(Listener& listener) {
    for (;;) {
        Result<std::unique_ptr<Stream>> stream = co_await listener.accept();
        if (!stream) co_return;
        if (faults_.refuse > 0) {
            --faults_.refuse;
            continue;  // the stream is closed as it goes out of scope
        }
        const auto client = std::make_shared<Client>(std::move(*stream));
        client->last_heard = clock_.now();
        client->write_bytewise(faults_.bytewise);
        context_.spawn("irc sandbox reader", serve(client));
        context_.spawn("irc sandbox writer", write(client));
    }
}

Task<void> Server::serve(ClientPtr client) {
    std::array<char, 4096> chunk;
    std::string input;
    while (!client->is_closing()) {
        const Result<std::size_t> got = co_await client->stream().read_some(chunk);
        if (!got) break;
        if (client->is_frozen()) continue;
        input.append(chunk.data(), *got);
        std::size_t begin = 0;
        for (std::size_t end; !client->is_closing() && (end = input.find('\n', begin)) != input.npos;
             begin = end + 1)
            handle(client, std::string_view(input).substr(begin, end - begin));
        input.erase(0, begin);
        if (input.size() > kMaxInput) {
            client->send("ERROR :Closing Link: (RecvQ exceeded)");
            client->finish();
        }
    }
    gone(client, "Connection closed");
    client->finish();
}

Task<void> Server::write(ClientPtr client) {
    while (!client->is_closing()) {
        const bool idle = co_await client->write_for(kPingAfter);
        if (!idle || client->is_frozen() || clock_.now() - client->last_heard < kPingAfter) continue;
        if (client->pinged) {
            client->send("ERROR :Closing Link: " + client->nick + " (Ping timeout: 120 seconds)");
            client->finish();
        } else {
            client->pinged = true;
            client->send(std::string("PING :") + kName);
        }
    }
    co_await client->write_for(Duration(0));
    co_await client->stream().close();
}

void Server::handle(const ClientPtr& client, std::string_view line) {
    client->pinged = false;
    const std::optional<Request> request = parse_request(line);
    if (is_flooding(*client)) {
        client->send("ERROR :Closing Link: " + client->nick + " (Excess Flood)");
        return client->finish();
    }
    if (!request) return;
    if (request->too_long) return reply(*client, "417", ":Input line was too long");
    execute(client, *request);
}

bool Server::is_flooding(Client& client) {
    const TimePoint now = clock_.now();
    const std::chrono::duration<double> passed = now - client.last_heard;
    client.last_heard = now;
    client.allowance = std::min(kBurst, client.allowance + passed.count() * kLinesPerSecond) - 1;
    return client.allowance < 0;
}

void Server::execute(const ClientPtr& client, const Request& request) {
    if (request.command == "PING") {
        if (!needs(*client, request, 1)) return;
        return client->send(std::string(":") + kName + " PONG " + kName + " :" + request.arg(0));
    }
    if (request.command == "PONG") return;
    if (request.command == "QUIT") {
        const std::string reason = request.args.empty() ? client->nick : request.arg(0);
        gone(client, "Quit: " + reason);
        client->send("ERROR :Closing Link: " + client->host + " (Quit: " + reason + ")");
        return client->finish();
    }
    if (execute_registration(client, request)) return;
    if (!client->registered) return reply(*client, "451", ":You have not registered");
    if (execute_channel(client, request) || execute_message(client, request) ||
        execute_query(client, request))
        return;
    reply(*client, "421", request.command + " :Unknown command");
}

void Server::gone(const ClientPtr& client, const std::string& reason) {
    const auto it = clients_.find(lower(client->nick));
    if (it == clients_.end() || it->second != client) return;
    if (client->registered) quit(client, reason);
    clients_.erase(lower(client->nick));
    if (bot_ == client) bot_.reset();
    if (client->registered) tell_monitors(client->nick, false);
    if (on_change) on_change();
}

void Server::quit(const ClientPtr& client, const std::string& reason) {
    to_neighbours(client, "QUIT :" + reason);
    const std::set<std::string> channels = client->channels;
    for (const std::string& name : channels) remove_member(client, name);
    if (client->is_real()) return;
    clients_.erase(lower(client->nick));
    tell_monitors(client->nick, false);
}

ClientPtr Server::person(const std::string& nick) {
    if (ClientPtr found = find(nick)) return found;
    const auto made = std::make_shared<Client>(nick, nick.starts_with("guest") ? "" : nick);
    clients_[lower(nick)] = made;
    tell_monitors(nick, true);
    return made;
}

ClientPtr Server::find(std::string_view nick) const {
    const auto it = clients_.find(lower(nick));
    return it == clients_.end() ? nullptr : it->second;
}

Channel* Server::channel(std::string_view name) {
    const auto it = channels_.find(lower(name));
    return it == channels_.end() ? nullptr : &it->second;
}

void Server::reply(Client& to, const char* numeric, const std::string& rest) {
    to.send(std::string(":") + kName + " " + numeric + " " + (to.nick.empty() ? "*" : to.nick) + " " + rest);
}

bool Server::needs(Client& client, const Request& request, std::size_t args) {
    if (request.args.size() >= args && !request.arg(0).empty()) return true;
    reply(client, "461", request.command + " :Not enough parameters");
    return false;
}

std::string Server::time_tag() const {
    const auto wall = clock_.wall_now();
    const std::time_t seconds =
        std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(wall));
    const auto millis = std::chrono::duration_cast<Duration>(wall.time_since_epoch()).count() % 1000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    std::snprintf(text.data() + length, text.size() - length, ".%03dZ", static_cast<int>(millis));
    return text.data();
}

void Server::deliver(Client& to, const Client& from, const std::string& body, const std::string& message_id,
                     std::string_view client_tags) {
    if (!to.is_real()) return;
    std::string tags;
    const auto add = [&](const std::string& tag) {
        tags += (tags.empty() ? "@" : ";") + tag;
    };
    if (to.has("server-time")) add("time=" + time_tag());
    if (to.has("account-tag") && !from.account.empty()) add("account=" + from.account);
    if (to.has("message-tags") && !message_id.empty()) add("msgid=" + message_id);
    if (to.has("message-tags") && !client_tags.empty()) add(std::string(client_tags));
    to.send((tags.empty() ? "" : tags + " ") + ":" + from.mask() + " " + body);
}

void Server::to_channel(const Channel& channel, const Client& from, const std::string& body,
                        const Client* except) {
    for (const auto& [member, is_operator] : channel.members)
        if (member.get() != except) deliver(*member, from, body);
}

void Server::to_neighbours(const ClientPtr& from, const std::string& body, std::string_view capability) {
    std::set<ClientPtr> reached{from};
    for (const std::string& name : from->channels) {
        for (const auto& [member, is_operator] : channels_.at(name).members) {
            if (!reached.insert(member).second) continue;
            if (capability.empty() || member->has(capability)) deliver(*member, *from, body);
        }
    }
}

}  // namespace confab::irc_sandbox
