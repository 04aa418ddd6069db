// AUTHENTICATE (IRCv3 sasl-3.1, sasl-3.2), and what changes when somebody logs in.
#include "commands.hpp"

namespace confab::irc_sandbox {
namespace {

constexpr std::size_t kChunk = 400;
constexpr std::size_t kMaxPayload = 4000;
constexpr const char* kAllMechanisms = "PLAIN,EXTERNAL,SCRAM-SHA-256";

std::string mechanisms(const Network& network) {
    const std::string offered = network.capabilities.value("sasl");
    return offered.empty() ? kAllMechanisms : offered;
}

void end(Network& network, Client& client, const char* numeric) {
    client.sasl.reset();
    client.sasl_payload.clear();
    const std::string_view code(numeric);
    network.reply(client, numeric,
                  code == "902"   ? ":You must use a nick assigned to you"
                  : code == "905" ? ":SASL message too long"
                  : code == "906" ? ":SASL authentication aborted"
                  : code == "907" ? ":You have already authenticated using SASL"
                                  : ":SASL authentication failed");
}

void send_challenge(Network& network, Client& client, const std::string& bytes) {
    // No source, as InspIRCd sends it.
    const std::string text = network.crypto.base64(bytes);
    for (std::size_t at = 0; at < text.size(); at += kChunk)
        network.send(client, "AUTHENTICATE " + text.substr(at, kChunk));
    if (text.size() % kChunk == 0) network.send(client, "AUTHENTICATE +");
}

void begin(Network& network, Client& client, const std::string& mechanism) {
    Faults& faults = network.faults;
    bool known = false;
    for (const std::string& name : split(mechanisms(network), ',')) known = known || name == mechanism;
    if (!known || std::string_view(kAllMechanisms).find(mechanism) == std::string_view::npos) {
        network.reply(client, "908", mechanisms(network) + " :are available SASL mechanisms");
        return end(network, client, "904");
    }
    if (faults.services_down || std::exchange(faults.silent_sasl, false)) return;
    client.sasl = std::make_unique<SaslExchange>(mechanism, network.accounts, network.crypto);
    client.sasl->certificate =
        client.certificate.empty() ? network.accounts.certified(client.fingerprint()) : client.certificate;
    client.sasl->nonce =
        network.crypto.base64(network.crypto.sha256(network.next_id() + network.time_text()));
    if (mechanism == "SCRAM-SHA-256") client.sasl->fault = std::exchange(faults.scram, ScramFault::none);
    client.sasl_payload.clear();
    network.send(client, "AUTHENTICATE +");
}

void feed(Network& network, const ClientPtr& client) {
    const std::optional<std::string> bytes = network.crypto.from_base64(client->sasl_payload);
    client->sasl_payload.clear();
    const SaslStep step = bytes ? client->sasl->feed(*bytes) : SaslStep();
    if (step.kind == SaslStep::Kind::challenge) return send_challenge(network, *client, step.text);
    const std::string rejected = std::exchange(network.faults.reject_sasl, {});
    if (!rejected.empty()) return end(network, *client, rejected.c_str());
    if (step.kind == SaslStep::Kind::failure) return end(network, *client, "904");
    client->sasl.reset();
    log_in(network, client, step.text);
    network.reply(*client, "903", ":SASL authentication successful");
}

void on_authenticate(Network& network, const ClientPtr& client, const Request& request) {
    if (!client->has("sasl")) return end(network, *client, "904");
    const std::string& text = request.arg(0);
    if (text == "*") return end(network, *client, "906");
    if (text.size() > kChunk) return end(network, *client, "905");
    if (!client->sasl) {
        // Logging in again after registration is allowed (sasl-3.2).
        if (!client->account.empty() && !client->registered) return end(network, *client, "907");
        return begin(network, *client, upper(text));
    }
    if (text != "+") client->sasl_payload += text;
    if (client->sasl_payload.size() > kMaxPayload) return end(network, *client, "905");
    if (text.size() < kChunk) feed(network, client);
}

}  // namespace

void add_sasl(Commands& commands) {
    commands["AUTHENTICATE"] = Command{on_authenticate, 1, true};
}

void log_in(Network& network, const ClientPtr& client, const std::string& account) {
    const std::string mask = (client->nick.empty() ? "*" : client->nick) + "!" +
                             (client->user.empty() ? "*" : client->user) + "@" + client->host;
    client->account = account;
    if (account.empty())
        network.reply(*client, "901", mask + " :You are now logged out");
    else
        network.reply(*client, "900", mask + " " + account + " :You are now logged in as " + account);
    if (!client->registered) return;
    const Doing doing(*client, "ACCOUNT " + (account.empty() ? "*" : account));
    if (client->has("account-notify")) network.deliver(*client, doing);
    network.to_interested(doing, "account-notify");
}

}  // namespace confab::irc_sandbox
