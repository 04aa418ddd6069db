#include "interaction.hpp"

#include <algorithm>

#include "choice_buttons.hpp"
#include "snowflake.hpp"

namespace confab::discord {
namespace {

constexpr std::size_t kMaxToken = 1'000;
constexpr std::size_t kMaxDepth = 3;  // command, group, subcommand

enum Type { kCommand = 2, kComponent = 3 };
enum CommandType { kChatInput = 1 };
enum OptionType { kSubcommand = 1, kGroup = 2, kUser = 6, kChannel = 7 };

bool is_token(std::string_view text) {
    return !text.empty() && text.size() <= kMaxToken && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
               c == '_' || c == '.' || c == '=';
    });
}

Channel decode_channel(json::Value data, const DecodeScope& scope) {
    const json::Value channel = data["channel"];
    const std::string_view guild = data["guild_id"].string();
    const std::string_view id = data["channel_id"].string(channel["id"].string());
    const KnownChannel* known = scope.channels.find(id);
    ChannelKind kind = guild.empty() ? ChannelKind::direct : ChannelKind::group;
    if (channel["type"].is_integer())
        kind = channel_kind(channel["type"].integer());
    else if (known)
        kind = known->kind;
    std::string name(channel["name"].string());
    if (name.empty() && known) name = known->name;
    Channel out(ChannelRef(scope.account, ChannelId(id)), std::move(name), kind);
    out.guild = GuildId(guild);
    return out;
}

/// The value as a user would write it.
std::string written(json::Value option) {
    const json::Value value = option["value"];
    if (option["type"].integer() == kUser) return "<@" + std::string(value.string()) + ">";
    if (option["type"].integer() == kChannel) return "<#" + std::string(value.string()) + ">";
    return value.is_string() ? std::string(value.string()) : value.dump();
}

class CommandReader {
public:
    CommandReader(json::Value data, const PublishedCommands& published) : resolved_(data["resolved"]) {
        std::string shown(data["name"].string());
        options_ = data["options"];
        for (std::size_t depth = 1; depth < kMaxDepth; ++depth) {
            const json::Value first = options_.at(0);
            const std::int64_t type = first["type"].integer();
            if (type != kSubcommand && type != kGroup) break;
            shown += " " + std::string(first["name"].string());
            options_ = first["options"];
        }
        command_ = published.find(shown);
        input_ = CommandInput(command_ ? command_->path : shown);
    }

    /// The command with its arguments, and as a text that reads like it.
    CommandInput read(Message& text) {
        text.append(Text("/" + input_.path));
        if (!command_) {
            for (const json::Value option : options_.items()) add(option, nullptr, text);
            return std::move(input_);
        }
        for (const PublishedOption& known : command_->options)
            for (const json::Value option : options_.items())
                if (option["name"].string() == known.shown) add(option, &known, text);
        return std::move(input_);
    }

private:
    void add(json::Value option, const PublishedOption* known, Message& text) {
        const std::string name = known ? known->name : std::string(option["name"].string());
        std::string value = written(option);
        if (known && known->named && known->type == ParameterType::boolean) {
            if (value == "true") text.append(Text(" --" + name));
        } else {
            text.append(Text(known && known->named ? " --" + name + " " : " "));
            if (option["type"].integer() == kUser)
                text.append(mention(option["value"].string()));
            else
                text.append(Text(value));
        }
        input_.arguments.emplace_back(name, std::move(value));
    }

    Mention mention(std::string_view id) const {
        const json::Value user = resolved_["users"][id];
        std::string name = display_name(user, resolved_["members"][id]);
        return Mention(UserId(id), name.empty() ? std::string(id) : std::move(name));
    }

    json::Value resolved_;
    json::Value options_;
    const PublishedCommand* command_ = nullptr;
    CommandInput input_;
};

}  // namespace

MessageId interaction_message_id(std::string_view interaction) {
    return MessageId("interaction:" + std::string(interaction));
}

std::optional<Interaction> decode_interaction(json::Value data, const DecodeScope& scope,
                                              const PublishedCommands& published) {
    const std::int64_t type = data["type"].integer();
    const std::string_view id = data["id"].string();
    const std::string_view token = data["token"].string();
    if ((type != kCommand && type != kComponent) || !is_snowflake(id) || !is_token(token)) return {};
    if (type == kCommand && data["data"]["type"].integer(kChatInput) != kChatInput) return {};

    Interaction out;
    out.id = id;
    out.token = Secret(std::string(token));
    MessageReceived& event = out.event;
    event.channel = decode_channel(data, scope);
    if (!is_snowflake(event.channel.ref.channel.str())) return {};
    const json::Value member = data["member"];
    event.sender = decode_user(member ? member["user"] : data["user"], member, scope);
    event.sender.language = data["locale"].string();
    event.id = interaction_message_id(id);
    event.sent_at = time_of_snowflake(id);
    if (type == kCommand) {
        event.mentions_bot = true;
        CommandInput command = CommandReader(data["data"], published).read(event.message);
        event.command = std::move(command);
        return out;
    }
    out.kind = InteractionKind::button;
    out.pressed_on = data["message"]["id"].string();
    const auto text = chosen_text(data["data"]["custom_id"].string());
    out.means_something = text.has_value();
    if (text) event.message = Message(*text);
    return out;
}

}  // namespace confab::discord
