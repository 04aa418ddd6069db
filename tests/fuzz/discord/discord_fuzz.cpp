// Dispatches of a hostile gateway, into everything that reads them. Each line is one: its type, a space, and
// its data as JSON.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "adapters/discord/encode.hpp"
#include "adapters/discord/interaction.hpp"
#include "adapters/discord/names.hpp"
#include "adapters/discord/snowflake.hpp"

namespace {

using namespace confab;
using namespace confab::discord;

void require(bool claim) {
    if (!claim) std::abort();
}

PublishedCommands published() {
    CommandSchema roll;
    roll.path = {"Roll", "dice"};
    CommandParameter sides;
    sides.name = "Sides";
    sides.named = true;
    sides.type = ParameterType::boolean;
    roll.parameters = {sides};
    return publishable({roll});
}

class Bot {
public:
    void dispatch(std::string_view type, json::Value data) {
        channels_.apply(type, data);
        people_.apply(type, data);
        require(channels_.size() <= ChannelCache::kMax && people_.size() <= PeopleCache::kMax);
        const DecodeScope scope{account_, self_, channels_};
        for (const Event& event : decode(type, data, scope))
            if (const auto* message = std::get_if<MessageReceived>(&event)) check(*message);
        if (type != "INTERACTION_CREATE") return;
        const auto interaction = decode_interaction(data, scope, published_);
        if (!interaction) return;
        require(is_snowflake(interaction->id) && is_snowflake(interaction->event.channel.ref.channel.str()));
        // It goes into the path of a call.
        require(interaction->token.reveal().find_first_of("/?#% \r\n") == std::string::npos);
        require(interaction->event.command.has_value() == (interaction->kind == InteractionKind::command));
        check(interaction->event);
    }

private:
    void check(const MessageReceived& event) {
        const std::string text = event.message.plain_text();
        user_named(text, people_);
        channel_named(text, channels_);
        for (const Element& element : event.message.elements()) {
            Message alone;
            alone.append(element);
            require(count_code_points(encode(alone).text) <= encoded_length(element));
        }
        for (const std::string& pinged : encode(event.message).pinged) require(is_snowflake(pinged));
    }

    AccountId account_{"fuzz"};
    UserId self_{"100000000000000001"};
    ChannelCache channels_;
    PeopleCache people_;
    PublishedCommands published_ = published();
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Bot bot;
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(rest.size(), end + 1));
        const std::size_t space = line.find(' ');
        if (space == line.npos) continue;
        const auto document = json::Document::parse(std::string(line.substr(space + 1)));
        if (document) bot.dispatch(line.substr(0, space), document->root());
    }
    return 0;
}
