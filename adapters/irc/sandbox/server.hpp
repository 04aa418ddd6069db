#pragma once
/// A small IRC server, written from RFC 1459/2812, the modern IRC documents and the IRCv3 specifications.
/// Knows nothing of the adapter. Everything runs on the I/O thread.

#include "confab/context.hpp"
#include "network.hpp"

namespace confab::irc_sandbox {

/// The sockets: a reader and a writer task for each client.
class Server {
public:
    Server(Context& context, Clock& clock, const Crypto& crypto)
        : context_(context), clock_(clock), network_(clock, crypto) {}

    Task<void> accept(Listener& listener, bool is_secure);
    Network& network() { return network_; }

private:
    Task<void> serve(ClientPtr client);
    Task<void> write(ClientPtr client);
    void handle(const ClientPtr& client, std::string_view line);
    bool is_flooding(Client& client);

    Context& context_;
    Clock& clock_;
    Network network_;
};

}  // namespace confab::irc_sandbox
