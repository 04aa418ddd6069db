#include "multiline.hpp"

#include "commands.hpp"

namespace confab::irc_sandbox {
namespace {

constexpr unsigned long kMaxBytes = 4096;
constexpr unsigned long kMaxLines = 24;

void give_up(Network& network, Client& client, const std::string& code, const std::string& text) {
    MultilineBatch& batch = *client.multiline;
    batch.failed = true;
    batch.parts.clear();
    network.fail(client, "BATCH", code, text,
                 batch.label.empty() ? "" : "label=" + escape_tag(std::exchange(batch.label, {})));
}

void open(Network& network, Client& client, const Request& request) {
    client.multiline = std::make_unique<MultilineBatch>();
    MultilineBatch& batch = *client.multiline;
    batch.reference = request.arg(0).substr(1);
    batch.target = request.arg(2);
    if (client.has("labeled-response") && client.has("batch"))
        batch.label = request.tag("label").value_or("");
    batch.client_tags = passed_tags(network, client, request);
    if (request.arg(1) != "draft/multiline" || batch.target.empty() || request.tag("batch"))
        give_up(network, client, "MULTILINE_INVALID", "Invalid multiline batch");
}

void take_line(Network& network, Client& client, const Request& request) {
    MultilineBatch& batch = *client.multiline;
    if (batch.failed) return;
    const bool concat = request.tag("draft/multiline-concat").has_value();
    const std::string& text = request.arg(1);
    const unsigned long most_bytes = network.capabilities.number("draft/multiline", "max-bytes", kMaxBytes);
    const unsigned long most_lines = network.capabilities.number("draft/multiline", "max-lines", kMaxLines);
    if (batch.command.empty()) batch.command = request.command;
    if (request.command != batch.command || (request.command != "PRIVMSG" && request.command != "NOTICE"))
        return give_up(network, client, "MULTILINE_INVALID", "Invalid multiline batch");
    if (network.fold(request.arg(0)) != network.fold(batch.target))
        return give_up(network, client, "MULTILINE_INVALID_TARGET " + batch.target + " " + request.arg(0),
                       "Invalid multiline target");
    if (concat && (text.empty() || batch.parts.empty()))
        return give_up(network, client, "MULTILINE_INVALID",
                       "Invalid multiline batch with concatenated blank line");
    if (network.isupport.has("UTF8ONLY") && !is_utf8(text))
        return give_up(network, client, "MULTILINE_INVALID", "Invalid UTF-8");
    batch.bytes += text.size() + (batch.parts.empty() || concat ? 0 : 1);
    batch.parts.emplace_back(text, concat);
    if (batch.bytes > most_bytes)
        return give_up(network, client, "MULTILINE_MAX_BYTES " + std::to_string(most_bytes),
                       "Multiline batch max-bytes exceeded");
    if (batch.parts.size() > most_lines)
        give_up(network, client, "MULTILINE_MAX_LINES " + std::to_string(most_lines),
                "Multiline batch max-lines exceeded");
}

void close(Network& network, const ClientPtr& client) {
    MultilineBatch batch = std::move(*client->multiline);
    if (batch.failed) return client->multiline.reset();
    bool blank = true;
    for (const TextPart& part : batch.parts) blank = blank && part.text.empty();
    if (blank) {
        network.fail(*client, "BATCH", "MULTILINE_INVALID", "Invalid multiline batch with blank lines only");
        return client->multiline.reset();
    }
    client->multiline.reset();
    if (may_send(network, client, batch.target))
        message(network, client, batch.command, batch.target, std::move(batch.parts), batch.client_tags);
}

void on_batch(Network& network, const ClientPtr& client, const Request& request) {
    const std::string& reference = request.arg(0);
    if (client->is_real() && !(client->has("draft/multiline") && client->has("batch")))
        return network.reply(*client, "421", "BATCH :Unknown command");
    if (reference.starts_with('+') && !client->multiline) return open(network, *client, request);
    if (client->multiline && reference == "-" + client->multiline->reference) return close(network, client);
    network.fail(*client, "BATCH", "INVALID_REFTAG " + reference, "There is no such batch");
}

}  // namespace

void add_multiline(Commands& commands) {
    commands["BATCH"] = Command{on_batch, 1, false};
}

bool take_into_batch(Network& network, const ClientPtr& client, const Request& request) {
    if (!client->multiline || request.command == "BATCH") return false;
    if (request.tag("batch") == client->multiline->reference) {
        take_line(network, *client, request);
        return true;
    }
    // client-batch: no other line until the batch ends; PING and PONG are let through, as real servers do.
    if (request.command == "PING" || request.command == "PONG" || request.command == "QUIT") return false;
    if (!client->multiline->failed)
        give_up(network, *client, "MULTILINE_INVALID", "Only lines of the batch may be sent");
    return true;
}

}  // namespace confab::irc_sandbox
