#include "encode.hpp"

#include <algorithm>
#include <set>

#include "confab/json.hpp"
#include "confab/service/http_client.hpp"
#include "html.hpp"

namespace confab::matrix {
namespace {

// A whole event with signatures, hashes and references must stay under 65,536 bytes ("Size limits"). 32,000
// bytes for body and HTML together leave room for that, for an edit (which carries the body once more:
// 48,000), and for encryption (base64 of all: 42,667). It is about 16,000 bytes of ordinary text.
constexpr std::size_t kMaxLength = 32'000;

struct StyleTag {
    Style style;
    std::string_view open;
    std::string_view close;
};
constexpr StyleTag kStyles[] = {{Style::bold, "<strong>", "</strong>"},
                                {Style::italic, "<em>", "</em>"},
                                {Style::underline, "<u>", "</u>"},
                                {Style::strike, "<del>", "</del>"},
                                {Style::spoiler, "<span data-mx-spoiler>", "</span>"},
                                {Style::code, "<code>", "</code>"}};

std::string pill_address(const UserId& user) {
    return "https://matrix.to/#/" + url_encode(user.str());
}

bool is_language(std::string_view name) {
    return !name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
               c == '-' || c == '#' || c == '_' || c == '.';
    });
}

// A block starts and ends on lines of its own.
void append_block(std::string& out, std::string_view block) {
    if (!out.empty() && !out.ends_with('\n')) out += '\n';
    out += block;
    out += '\n';
}

struct Plain {
    std::string& out;
    void operator()(const Text& text) const { out += text.text; }
    void operator()(const Mention& mention) const {
        out += mention.name.empty() ? mention.user.str() : mention.name;
    }
    void operator()(const CodeBlock& block) const {
        append_block(out, "```" + block.language + "\n" + block.code + "\n```");
    }
    void operator()(const Quote& quote) const {
        std::string marked = "> ";
        for (const char c : quote.text) {
            marked += c;
            if (c == '\n') marked += "> ";
        }
        append_block(out, marked);
    }
    void operator()(const Link& link) const {
        if (link.label.empty() || link.label == link.url)
            out += link.url;
        else
            out += link.label + " (" + link.url + ")";
    }
    void operator()(const Emoji& emoji) const {
        out += emoji.id.empty() ? emoji.name : ":" + emoji.name + ":";
    }
    void operator()(const Attachment& file) const {
        out += file.name.empty() ? file.url : file.name + " (" + file.url + ")";
    }
};

struct Html {
    std::string& out;

    void link(std::string_view url, std::string_view label) const {
        if (!is_safe_link(url)) return append_escaped(out, label);
        out += "<a href=\"";
        append_escaped(out, url);
        out += "\">";
        append_escaped(out, label);
        out += "</a>";
    }
    void operator()(const Text& text) const {
        for (const StyleTag& tag : kStyles)
            if (has(text.style, tag.style)) out += tag.open;
        append_escaped(out, text.text);
        for (auto tag = std::rbegin(kStyles); tag != std::rend(kStyles); ++tag)
            if (has(text.style, tag->style)) out += tag->close;
    }
    void operator()(const Mention& mention) const {
        link(pill_address(mention.user), mention.name.empty() ? mention.user.str() : mention.name);
    }
    void operator()(const CodeBlock& block) const {
        out += "<pre><code";
        if (is_language(block.language)) out += " class=\"language-" + block.language + "\"";
        out += ">";
        append_escaped(out, block.code, "\n");
        out += "</code></pre>";
    }
    void operator()(const Quote& quote) const {
        out += "<blockquote>";
        append_escaped(out, quote.text);
        out += "</blockquote>";
    }
    void operator()(const Link& target) const {
        link(target.url, target.label.empty() ? target.url : target.label);
    }
    void operator()(const Emoji& emoji) const {
        append_escaped(out, emoji.id.empty() ? emoji.name : ":" + emoji.name + ":");
    }
    void operator()(const Attachment& file) const {
        link(file.url, file.name.empty() ? file.url : file.name);
    }
};

bool needs_html(const Element& element) {
    if (const auto* text = std::get_if<Text>(&element)) return text->style != Style::plain;
    if (const auto* link = std::get_if<Link>(&element))
        return !link->label.empty() && link->label != link->url;
    return !std::holds_alternative<Emoji>(element);
}

std::size_t json_length(std::string_view text) {
    std::size_t length = 0;
    for (const char c : text) {
        if (c == '"' || c == '\\' || c == '\n' || c == '\t' || c == '\r')
            length += 2;
        else
            length += static_cast<unsigned char>(c) < 0x20 ? 6 : 1;
    }
    return length;
}

std::string_view msgtype(const Message& message) {
    // Bots speak in notices, which other bots do not answer: so no two bots talk for ever.
    return message.is_action() ? "m.emote" : "m.notice";
}

void write_text(json::Writer& out, const Message& message) {
    out.field("msgtype", msgtype(message)).field("body", plain_body(message));
    const std::string html = html_body(message);
    if (html.empty()) return;
    out.field("format", "org.matrix.custom.html").field("formatted_body", html);
}

// Always there: without it, servers and clients guess mentions from the text.
void write_mentions(json::Writer& out, const Message& message, std::string_view self) {
    std::set<std::string_view> users;
    for (const Element& element : message.elements()) {
        const auto* mention = std::get_if<Mention>(&element);
        if (mention && mention->user.str() != self) users.insert(mention->user.str());
    }
    out.key("m.mentions").begin_object();
    if (!users.empty()) {
        out.key("user_ids").begin_array();
        for (const std::string_view user : users) out.value(user);
        out.end_array();
    }
    out.end_object();
}

}  // namespace

ChannelProfile room_profile() {
    ChannelProfile profile;
    profile.unit = LengthUnit::bytes;
    profile.max_length = kMaxLength;
    profile.multiline = true;
    profile.styles = true;
    profile.code_blocks = true;
    profile.quotes = true;
    profile.replies = true;
    profile.mentions = true;
    profile.labelled_links = true;
    return profile;
}

std::size_t encoded_length(const Element& element) {
    std::string plain;
    std::visit(Plain{plain}, element);
    std::string html;
    std::visit(Html{html}, element);
    std::size_t length = json_length(plain) + json_length(html);
    if (const auto* mention = std::get_if<Mention>(&element)) length += json_length(mention->user.str()) + 3;
    return length;
}

std::string plain_body(const Message& message) {
    std::string body;
    for (const Element& element : message.elements()) std::visit(Plain{body}, element);
    while (body.ends_with('\n')) body.pop_back();
    return body;
}

std::string html_body(const Message& message) {
    const auto& elements = message.elements();
    if (std::none_of(elements.begin(), elements.end(), needs_html)) return {};
    std::string html;
    for (const Element& element : elements) std::visit(Html{html}, element);
    return html;
}

std::string encode_message(const Message& message, std::string_view self) {
    json::Writer out;
    out.begin_object();
    write_text(out, message);
    write_mentions(out, message, self);
    if (message.replied_to()) {
        out.key("m.relates_to").begin_object().key("m.in_reply_to").begin_object();
        out.field("event_id", message.replied_to()->str()).end_object().end_object();
    }
    return std::move(out.end_object()).str();
}

std::string encode_edit(const Message& message, std::string_view original, std::string_view self) {
    json::Writer out;
    // The outer body is for clients without edits; without HTML, so that the event keeps within its size.
    out.begin_object().field("msgtype", msgtype(message)).field("body", "* " + plain_body(message));
    out.key("m.mentions").begin_object().end_object();  // nobody is called a second time
    out.key("m.new_content").begin_object();
    write_text(out, message);
    write_mentions(out, message, self);
    out.end_object();
    out.key("m.relates_to").begin_object();
    out.field("rel_type", "m.replace").field("event_id", original).end_object();
    return std::move(out.end_object()).str();
}

std::string encode_reaction(std::string_view event_id, const Emoji& emoji) {
    json::Writer out;
    out.begin_object().key("m.relates_to").begin_object();
    out.field("rel_type", "m.annotation").field("event_id", event_id).field("key", emoji.name);
    return std::move(out.end_object().end_object()).str();
}

}  // namespace confab::matrix
