#include "commands.hpp"

#include "multiline.hpp"

namespace confab::irc_sandbox {
namespace {

constexpr std::size_t kMaxLabel = 64;

const Commands& all_commands() {
    static const Commands kAll = [] {
        Commands made;
        for (const auto add : {add_registration, add_cap, add_sasl, add_channels, add_modes, add_messages,
                               add_multiline, add_queries, add_who, add_presence, add_history})
            add(made);
        return made;
    }();
    return kAll;
}

void run(Network& network, const ClientPtr& client, const Request& request) {
    const auto found = all_commands().find(request.command);
    const bool known = found != all_commands().end();
    if (!client->registered && !(known && found->second.before_registration))
        return network.reply(*client, "451", ":You have not registered");
    if (take_into_batch(network, client, request)) return;
    if (network.isupport.has("UTF8ONLY")) {
        for (const std::string& arg : request.args)
            if (!is_utf8(arg))
                return network.fail(*client, request.command, "INVALID_UTF8",
                                    "Message rejected, your software must use UTF-8");
    }
    if (!known) return network.reply(*client, "421", request.command + " :Unknown command");
    const std::size_t least = found->second.least;
    if (request.args.size() < least || (least > 0 && request.arg(0).empty()))
        return network.reply(*client, "461", request.command + " :Not enough parameters");
    found->second.run(network, client, request);
}

// The label that this request is to be answered with, when it ends.
std::string label_of(Network& network, const Client& client, const Request& request) {
    if (!client.has("labeled-response") || !client.has("batch")) return {};
    if (client.multiline && request.tag("batch")) return {};  // the opening line's label answers all
    std::string label = request.tag("label").value_or("");
    if (request.command == "BATCH" && request.arg(0).starts_with('+')) return {};
    if (request.command == "BATCH" && client.multiline) label = client.multiline->label;
    if (label.empty() || label.size() > kMaxLabel) return {};
    if (network.faults.lose_labels == 0) return label;
    --network.faults.lose_labels;
    return {};
}

bool is_batch_line(const OutLine& line, std::string_view sign, std::string& reference) {
    // ":source BATCH +reference type ..."
    std::string_view text(line.body);
    if (!text.starts_with(':')) return false;
    take_word(text);
    if (take_word(text) != "BATCH" || !text.starts_with(sign)) return false;
    text.remove_prefix(1);
    reference = take_word(text);
    return true;
}

// One batch of another type holds the whole answer: the label goes on its opening line.
bool is_one_batch(const std::vector<OutLine>& lines) {
    std::string opened;
    std::string closed;
    return is_batch_line(lines.front(), "+", opened) && is_batch_line(lines.back(), "-", closed) &&
           opened == closed;
}

std::string joined(const std::string& tag, const std::string& tags) {
    return tags.empty() ? tag : tag + ";" + tags;
}

void answer(Network& network, Client& to, const std::string& label, std::vector<OutLine> lines) {
    const std::string tag = "label=" + escape_tag(label);
    const std::string time = to.has("server-time") ? ";time=" + network.time_text() : "";
    const std::string source = std::string(":") + Network::kName + " ";
    if (lines.empty()) return to.send_aside(OutLine(tag + time, source + "ACK"));
    if (lines.size() == 1 || is_one_batch(lines)) {
        lines.front().tags = joined(tag, lines.front().tags);
        for (OutLine& line : lines) to.send_aside(std::move(line));
        return;
    }
    const std::string reference = network.next_batch();
    to.send_aside(OutLine(tag + time, source + "BATCH +" + reference + " labeled-response"));
    for (OutLine& line : lines) {
        std::string inner;
        const bool nested = line.tags.find("batch=") != std::string::npos || is_batch_line(line, "-", inner);
        if (!nested) line.tags = joined("batch=" + reference, line.tags);
        to.send_aside(std::move(line));
    }
    to.send_aside(OutLine("", source + "BATCH -" + reference));
}

}  // namespace

void execute(Network& network, const ClientPtr& client, const Request& request) {
    const std::string label = label_of(network, *client, request);
    if (label.empty()) return run(network, client, request);
    client->gather();
    run(network, client, request);
    answer(network, *client, label, client->gathered());
}

}  // namespace confab::irc_sandbox
