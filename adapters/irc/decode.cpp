#include "decode.hpp"

#include "text.hpp"
#include "wire/server_time.hpp"

namespace confab::irc {
namespace {

/// From here on a line may have been shortened by a server that added a longer prefix to it.
constexpr std::size_t kFullLine = 500;

std::size_t invisible_prefix(std::string_view text) {
    std::size_t at = 0;
    for (;;) {
        const std::string_view rest = text.substr(at);
        if (rest.starts_with(' ') || rest.starts_with('\t'))
            at += 1;
        else if (rest.starts_with("\xE2\x80\x8B") || rest.starts_with("\xEF\xBB\xBF"))  // U+200B, U+FEFF
            at += 3;
        else
            return at;
    }
}

/// Each line by itself: formatting ends where a line does.
std::vector<Text> parse_lines(std::string_view text) {
    std::vector<Text> runs;
    for (;;) {
        const std::size_t end = text.find('\n');
        for (Text& run : parse_formatting(text.substr(0, end))) runs.push_back(std::move(run));
        if (end == std::string_view::npos) return runs;
        if (runs.empty())
            runs.emplace_back("\n");
        else
            runs.back().text += '\n';
        text.remove_prefix(end + 1);
    }
}

Message make_message(std::vector<Text> runs, bool action) {
    Message message;
    for (Text& run : runs)
        if (!run.text.empty()) message.append(std::move(run));
    return action ? std::move(message).action() : message;
}

}  // namespace

std::optional<Ctcp> parse_ctcp(std::string_view body) {
    if (!body.starts_with('\x01')) return std::nullopt;
    body.remove_prefix(1);
    if (body.ends_with('\x01')) body.remove_suffix(1);
    const std::size_t space = body.find(' ');
    return Ctcp{body.substr(0, space),
                space == std::string_view::npos ? std::string_view() : body.substr(space + 1)};
}

bool strip_address(std::string& text, std::string_view nick, const Isupport& isupport) {
    const std::size_t begin = invisible_prefix(text);
    const std::size_t mark = begin + nick.size();
    if (nick.empty() || text.size() <= mark || (text[mark] != ':' && text[mark] != ',')) return false;
    if (!isupport.same(std::string_view(text).substr(begin, nick.size()), nick)) return false;
    const std::string_view rest = std::string_view(text).substr(mark + 1);
    text = std::string(rest.substr(invisible_prefix(rest)));
    return true;
}

User make_user(std::string_view nick, std::string_view account, const Isupport& isupport) {
    if (!account.empty()) return User(UserId(account), decode_bytes(nick), Assurance::account);
    return User(UserId(isupport.fold(nick)), decode_bytes(nick), Assurance::none);
}

Channel make_channel(std::string_view target, const DecodeContext& context) {
    const bool is_channel = context.isupport.is_channel(target);
    Channel channel(ChannelRef(context.account, ChannelId(context.isupport.fold(target))),
                    decode_bytes(target), is_channel ? ChannelKind::group : ChannelKind::direct);
    channel.guild =
        GuildId(context.isupport.network().empty() ? context.account.str() : context.isupport.network());
    return channel;
}

std::string replied_to(const Line& line) {
    if (const auto id = line.tag("+reply")) return *id;
    return line.tag("+draft/reply").value_or(std::string());
}

std::optional<MessageReceived> decode_message(const Line& line, const DecodeContext& context) {
    const Source source = line.source();
    const std::string_view target = context.isupport.without_status(line.param(0));
    if (source.nick.empty() || target.empty() || line.size() < 2) return std::nullopt;
    const bool to_channel = context.isupport.is_channel(target);
    const bool from_self = context.isupport.same(source.nick, context.own_nick);
    // Servers speak as "irc.example.org", to "*" before registration and to our nick after it.
    if (!to_channel && !source.is_person() && source.nick.find('.') != std::string_view::npos)
        return std::nullopt;

    std::string_view body = line.last();
    const std::optional<Ctcp> ctcp = parse_ctcp(body);
    if (ctcp && !equals_ignoring_case(ctcp->verb, "ACTION")) return std::nullopt;
    if (ctcp) body = ctcp->argument;
    std::vector<Text> runs = parse_lines(decode_bytes(body, line.body_length() >= kFullLine));

    MessageReceived event;
    event.is_notice = line.is("NOTICE");
    event.sender = make_user(source.nick, context.sender_account, context.isupport);
    event.sender.is_self = from_self;
    event.sender.is_bot = line.tag("bot").has_value();
    event.channel = make_channel(to_channel || from_self ? target : source.nick, context);
    if (!runs.empty() && !from_self)
        event.mentions_bot = strip_address(runs.front().text, context.own_nick, context.isupport);
    event.message = make_message(std::move(runs), ctcp.has_value());
    if (std::string replied = replied_to(line); !replied.empty())
        event.message.reply_to(MessageId(std::move(replied)));
    event.id = MessageId(line.tag("msgid").value_or(std::string()));
    event.origin = from_self && context.origin == Origin::live ? Origin::echo : context.origin;
    event.sent_at = parse_server_time(line.tag("time").value_or(std::string())).value_or(context.received_at);
    return event;
}

}  // namespace confab::irc
