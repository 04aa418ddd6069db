#include "message_decode.hpp"

#include <algorithm>

#include "html.hpp"

namespace confab::matrix {
namespace {

bool same_letters(std::string_view a, std::string_view b) {
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return lower(x) == lower(y); });
}

bool is_file(std::string_view msgtype) {
    return msgtype == "m.image" || msgtype == "m.file" || msgtype == "m.audio" || msgtype == "m.video";
}

std::uint64_t size_of(json::Value info) {
    const std::int64_t size = info["size"].integer();
    return size > 0 ? static_cast<std::uint64_t>(size) : 0;
}

// Since v1.10 `filename` is the name, and a `body` that differs from it is a caption.
void append_file(Message& message, json::Value content) {
    const std::string_view body = content["body"].string();
    const std::string_view name = content["filename"].string(body);
    const std::string_view url = content["url"].string(content["file"]["url"].string());
    const json::Value info = content["info"];
    message.append(Attachment(std::string(url), std::string(name), std::string(info["mimetype"].string()),
                              size_of(info)));
    if (body != name && !body.empty()) message.append(Text(std::string(body)));
}

void append_text(Message& message, json::Value content, bool is_reply) {
    if (content["format"].string() == "org.matrix.custom.html") {
        for (Element& element : from_html(content["formatted_body"].string()))
            message.append(std::move(element));
        if (!message.empty()) return;
    }
    std::string_view body = content["body"].string();
    if (is_reply) body = without_reply_fallback(body);
    if (!body.empty()) message.append(Text(std::string(body)));
}

}  // namespace

Message decode_message(json::Value content) {
    Message message;
    const json::Value relation = content["m.relates_to"];
    const std::string_view replied = relation["m.in_reply_to"]["event_id"].string();
    // In a thread it is only a hint for clients without threads, unless said otherwise.
    const bool is_reply = !replied.empty() && !relation["is_falling_back"].boolean();
    if (is_file(content["msgtype"].string()))
        append_file(message, content);
    else
        append_text(message, content, !replied.empty());
    if (is_reply) message.reply_to(MessageId(replied));
    if (content["msgtype"].string() == "m.emote") return std::move(message).action();
    return message;
}

std::string_view without_reply_fallback(std::string_view body) {
    if (!body.starts_with("> ")) return body;
    while (body.starts_with(">")) {
        const std::size_t line = body.find('\n');
        if (line == std::string_view::npos) return {};
        body.remove_prefix(line + 1);
    }
    if (body.starts_with('\n')) body.remove_prefix(1);
    return body;
}

bool mentions_user(json::Value content, std::string_view user_id) {
    if (user_id.empty()) return false;
    const json::Value mentions = content["m.mentions"];
    if (mentions.is_object()) {
        for (const json::Value user : mentions["user_ids"].items())
            if (user.string() == user_id) return true;
        return false;
    }
    for (const Element& element : from_html(content["formatted_body"].string())) {
        const auto* mention = std::get_if<Mention>(&element);
        if (mention && mention->user.str() == user_id) return true;
    }
    return false;
}

bool addresses(std::string_view text, std::string_view name) {
    const bool marked = text.starts_with('@');
    if (marked && !name.starts_with('@')) text.remove_prefix(1);
    if (name.empty() || text.size() < name.size() || !same_letters(text.substr(0, name.size()), name))
        return false;
    text.remove_prefix(name.size());
    return text.empty() || text[0] == ':' || text[0] == ',' || (marked && text[0] == ' ');
}

Message without_address(const Message& message, std::string_view self,
                        const std::vector<std::string>& names) {
    if (message.empty() || message.is_action()) return message;
    const std::vector<Element>& elements = message.elements();
    const auto* mention = std::get_if<Mention>(&elements.front());
    const auto* text =
        std::get_if<Text>(&elements[mention ? std::min<std::size_t>(1, elements.size() - 1) : 0]);
    std::string_view rest = text ? std::string_view(text->text) : std::string_view();
    if (mention) {
        if (mention->user.str() != self) return message;
    } else {
        const auto name =
            std::find_if(names.begin(), names.end(), [&](const auto& n) { return addresses(rest, n); });
        if (name == names.end()) return message;
        rest.remove_prefix(
            std::min(rest.size(), name->size() + (rest.starts_with('@') && !name->starts_with('@') ? 1 : 0)));
    }
    rest.remove_prefix(std::min(rest.find_first_not_of(" ,:\n"), rest.size()));
    Message out;
    if (message.replied_to()) out.reply_to(*message.replied_to());
    if (!rest.empty()) out.append(Text(std::string(rest), text->style));
    const std::size_t used = (mention ? 1 : 0) + (text ? 1 : 0);
    for (std::size_t i = used; i < elements.size(); ++i) out.append(elements[i]);
    return out.empty() ? message : out;
}

}  // namespace confab::matrix
