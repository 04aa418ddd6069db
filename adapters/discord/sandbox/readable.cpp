#include <algorithm>

#include "world.hpp"

namespace confab::discord_sandbox {
namespace {

bool is_letter(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// One piece of a shown text; a mark that finds its partner is not shown.
struct Piece {
    std::string text;
    bool mark = false;
    bool shown = true;
};

class Reader {
public:
    Reader(const World& world, std::string_view content) : world_(world), content_(content) {}

    std::string read() {
        for (std::size_t i = 0; i < content_.size();) i += step(i);
        hide_pairs();
        std::string out;
        for (const Piece& piece : pieces_)
            if (piece.shown) out += piece.text;
        return out;
    }

private:
    std::size_t step(std::size_t i) {
        const std::string_view rest = content_.substr(i);
        if (rest[0] == '\\' && rest.size() > 1 && !is_letter(rest[1]) && rest[1] > ' ')
            return literal(rest.substr(1, 1), 2);
        if (rest.starts_with("\u200b")) return 3;
        if (rest.starts_with("```")) return fence(rest);
        if (rest[0] == '`') return inline_code(rest);
        if (rest.starts_with("<@")) return mention(rest);
        if (rest.starts_with("<:") || rest.starts_with("<a:")) return emoji(rest);
        if (rest[0] == '[') return masked_link(rest);
        if (rest.starts_with("http")) return address(rest);
        for (const std::string_view mark : {"**", "__", "~~", "||", "*", "_"})
            if (rest.starts_with(mark) && !inside_word(i, mark)) return add_mark(mark);
        return literal(rest.substr(0, 1), 1);
    }

    bool inside_word(std::size_t i, std::string_view mark) const {
        return mark == "_" && i > 0 && i + 1 < content_.size() && is_letter(content_[i - 1]) &&
               is_letter(content_[i + 1]);
    }
    std::size_t add_mark(std::string_view mark) {
        pieces_.push_back({std::string(mark), true, true});
        return mark.size();
    }
    std::size_t literal(std::string_view text, std::size_t used) {
        pieces_.push_back({std::string(text), false, true});
        return used;
    }

    std::size_t fence(std::string_view rest) {
        const std::size_t end = rest.find("```", 3);
        if (end == std::string_view::npos) return literal("```", 3);
        std::string_view body = rest.substr(3, end - 3);
        if (const std::size_t line = body.find('\n');
            line != std::string_view::npos && body.substr(0, line).find(' ') == std::string_view::npos)
            body.remove_prefix(line + 1);
        if (body.ends_with('\n')) body.remove_suffix(1);
        return literal(without_zero_width(body), end + 3);
    }

    std::size_t inline_code(std::string_view rest) {
        const std::string_view mark = rest.starts_with("``") ? "``" : "`";
        const std::size_t end = rest.find(mark, mark.size());
        if (end == std::string_view::npos) return literal(mark, mark.size());
        std::string_view body = rest.substr(mark.size(), end - mark.size());
        if (mark.size() == 2 && body.size() > 2 && body.front() == ' ' && body.back() == ' ')
            body = body.substr(1, body.size() - 2);
        return literal(without_zero_width(body), end + mark.size());
    }

    std::size_t mention(std::string_view rest) {
        const std::size_t end = rest.find('>');
        if (end == std::string_view::npos) return literal("<", 1);
        std::string_view id = rest.substr(2, end - 2);
        if (id.starts_with('!')) id.remove_prefix(1);
        const Person* person = world_.find_person(id);
        return literal(person ? "@" + person->name : "@unknown-user", end + 1);
    }

    std::size_t emoji(std::string_view rest) {
        const std::size_t first = rest.find(':');
        const std::size_t second = rest.find(':', first + 1);
        const std::size_t end = rest.find('>');
        if (second == std::string_view::npos || end == std::string_view::npos || end < second)
            return literal("<", 1);
        return literal(rest.substr(first, second - first + 1), end + 1);
    }

    std::size_t masked_link(std::string_view rest) {
        const std::size_t middle = rest.find("](");
        const std::size_t end = rest.find(')', middle == std::string_view::npos ? 0 : middle);
        if (middle == std::string_view::npos || end == std::string_view::npos) return literal("[", 1);
        return literal(Reader(world_, rest.substr(1, middle - 1)).read(), end + 1);
    }

    std::size_t address(std::string_view rest) {
        const std::size_t end = std::min(rest.find_first_of(" \n\t<"), rest.size());
        const bool web = rest.starts_with("http://") || rest.starts_with("https://");
        return web ? literal(rest.substr(0, end), end) : literal("h", 1);
    }

    void hide_pairs() {
        for (std::size_t i = 0; i < pieces_.size(); ++i) {
            if (!pieces_[i].mark || !pieces_[i].shown) continue;
            for (std::size_t j = i + 2; j < pieces_.size(); ++j) {
                if (!pieces_[j].mark || !pieces_[j].shown || pieces_[j].text != pieces_[i].text) continue;
                pieces_[i].shown = pieces_[j].shown = false;
                break;
            }
        }
    }

    static std::string without_zero_width(std::string_view text) {
        std::string out(text);
        for (std::size_t at = 0; (at = out.find("\u200b", at)) != std::string::npos;) out.erase(at, 3);
        return out;
    }

    const World& world_;
    std::string_view content_;
    std::vector<Piece> pieces_;
};

}  // namespace

std::string World::readable(std::string_view content) const {
    return Reader(*this, content).read();
}

}  // namespace confab::discord_sandbox
