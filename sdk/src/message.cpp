#include "confab/message.hpp"

namespace confab::inline v1 {

Message& Message::append(Element element) & {
    elements_.push_back(std::move(element));
    return *this;
}

namespace {

struct Plain {
    std::string& out;
    void operator()(const Text& text) const { out += text.text; }
    void operator()(const Mention& mention) const { out += mention.name; }
    void operator()(const CodeBlock& block) const { out += block.code; }
    void operator()(const Quote& quote) const { out += quote.text; }
    void operator()(const Link& link) const {
        if (!link.label.empty() && link.label != link.url) out += link.label + " ";
        out += link.url;
    }
    void operator()(const Emoji& emoji) const {
        if (emoji.id.empty())
            out += emoji.name;
        else
            out += ":" + emoji.name + ":";
    }
    void operator()(const Attachment& file) const { out += file.url; }
};

}  // namespace

std::string Message::plain_text() const {
    std::string out;
    for (const Element& element : elements_) std::visit(Plain{out}, element);
    return out;
}

}  // namespace confab::inline v1
