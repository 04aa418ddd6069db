#include "server.hpp"

#include <algorithm>
#include <array>

#include "commands.hpp"
#include "multiline.hpp"

namespace confab::irc_sandbox {
namespace {

constexpr Duration kPingAfter{60'000};
constexpr std::size_t kMaxInput = 8192 + 1024;

}  // namespace

Task<void> Server::accept(Listener& listener, bool is_secure) {
    for (;;) {
        Result<std::unique_ptr<Stream>> stream = co_await listener.accept();
        if (!stream) co_return;
        Faults& faults = network_.faults;
        if (faults.refuse > 0) {
            --faults.refuse;
            continue;  // the stream is closed as it goes out of scope
        }
        const auto client = std::make_shared<Client>(std::move(*stream), clock_);
        client->last_heard = clock_.now();
        client->allowance = faults.burst;
        client->is_secure = is_secure;
        client->certificate = faults.certificate;
        client->write_bytewise(faults.bytewise);
        client->lag(faults.lag);
        client->slow_down(faults.interval);
        if (faults.throttle > 0) {
            --faults.throttle;
            client->send(OutLine("", "ERROR :Reconnecting too fast, throttled."));
            client->finish();
        }
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
        if (input.size() > kMaxInput) close_link(network_, client, "RecvQ exceeded");
    }
    if (!client->nick.empty()) quit(network_, client, "Connection closed");
    client->finish();
}

Task<void> Server::write(ClientPtr client) {
    while (!client->is_closing()) {
        const bool idle = co_await client->write_for(kPingAfter);
        if (!idle || client->is_frozen() || clock_.now() - client->last_heard < kPingAfter) continue;
        if (client->pinged) {
            quit(network_, client, "Ping timeout: 120 seconds");
            close_link(network_, client, "Ping timeout: 120 seconds");
        } else {
            client->pinged = true;
            client->send(OutLine("", std::string("PING :") + Network::kName));
        }
    }
    while (client->has_unwritten()) co_await client->write_for(Duration(0));
    co_await client->stream().close();
}

void Server::handle(const ClientPtr& client, std::string_view line) {
    client->pinged = false;
    const std::optional<Request> request = parse_request(line);
    if (is_flooding(*client)) {
        quit(network_, client, "Excess Flood");
        return close_link(network_, client, "Excess Flood");
    }
    if (!request) return;
    if (request->too_long) return network_.reply(*client, "417", ":Input line was too long");
    execute(network_, client, *request);
}

bool Server::is_flooding(Client& client) {
    const TimePoint now = clock_.now();
    const std::chrono::duration<double> passed = now - client.last_heard;
    const Faults& faults = network_.faults;
    client.last_heard = now;
    client.allowance = std::min(faults.burst, client.allowance + passed.count() * faults.lines_per_second);
    // A batch counts as the one line that opened it: its size is limited.
    if (!client.multiline) client.allowance -= 1;
    return client.allowance < 0;
}

}  // namespace confab::irc_sandbox
