#include "typed_command.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "objects.hpp"

namespace confab::discord_sandbox {
namespace {

constexpr std::int64_t kGroup = 2;
constexpr std::int64_t kString = 3;
constexpr std::int64_t kInteger = 4;
constexpr std::int64_t kBoolean = 5;
constexpr std::int64_t kUser = 6;
constexpr std::int64_t kChannel = 7;
constexpr std::int64_t kNumber = 10;

Error not_sent(const std::string& why) {
    return Error(Errc::invalid_argument, "discord's client would not send this: " + why);
}

/// Takes words, quoted ones in one piece, from the front of a text.
class Words {
public:
    explicit Words(std::string_view text) : rest_(text) {}

    bool empty() {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size()));
        return rest_.empty();
    }
    std::string_view next() {
        if (empty()) return {};
        const bool quoted = rest_.front() == '"' && rest_.find('"', 1) != std::string_view::npos;
        const std::size_t start = quoted ? 1 : 0;
        const std::size_t end = std::min(rest_.find(quoted ? '"' : ' ', start), rest_.size());
        const std::string_view word = rest_.substr(start, end - start);
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        return word;
    }
    std::string_view rest() {
        empty();
        return rest_;
    }
    void drop(std::size_t length) { rest_.remove_prefix(length); }

private:
    std::string_view rest_;
};

template <class Number>
std::optional<Number> parsed(std::string_view text) {
    Number value{};
    const auto end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    if (result.ec != std::errc() || result.ptr != end) return {};
    return value;
}

bool within(const CommandOption& option, double value) {
    return (!option.low || value >= *option.low) && (!option.high || value <= *option.high);
}

class Typing {
public:
    Typing(std::string_view text, World& world) : words_(text), world_(world) {}

    Result<std::string> data(const PublishedCommand& command) {
        words_.next();  // the command itself
        json::Writer out;
        out.begin_object().field("id", command.id).field("name", command.name).field("type", 1);
        const Result<void> written = write_options(out, command.options);
        if (!written) return written.error();
        write_resolved(out);
        out.end_object();
        return std::move(out).str();
    }

private:
    Result<void> write_options(json::Writer& out, const std::vector<CommandOption>& options) {
        out.key("options").begin_array();
        Result<void> written = !options.empty() && options.front().type <= kGroup
                                   ? write_child(out, options)
                                   : write_values(out, options);
        out.end_array();
        return written;
    }

    Result<void> write_child(json::Writer& out, const std::vector<CommandOption>& options) {
        const std::string word(words_.next());
        for (const CommandOption& child : options) {
            if (child.name != word) continue;
            out.begin_object().field("type", child.type).field("name", child.name);
            Result<void> written = write_options(out, child.options);
            out.end_object();
            return written;
        }
        return not_sent("there is no subcommand `" + word + "`");
    }

    Result<void> write_values(json::Writer& out, const std::vector<CommandOption>& options) {
        std::set<std::string> given;
        while (!words_.empty()) {
            const CommandOption* option = named(options);
            for (const CommandOption& other : options)
                if (!option && !given.contains(other.name)) option = &other;
            if (!option || !given.insert(option->name).second) return not_sent("too many values");
            // The field of the last option takes whatever is typed into it.
            const bool takes_rest = option->type == kString && option == &options.back();
            std::string value(takes_rest ? words_.rest() : words_.next());
            if (takes_rest) words_.drop(words_.rest().size());
            out.begin_object().field("type", option->type).field("name", option->name).key("value");
            const Result<void> written = write_value(out, *option, value);
            out.end_object();
            if (!written) return written;
        }
        for (const CommandOption& option : options)
            if (option.required && !given.contains(option.name))
                return not_sent("`" + option.name + "` is missing");
        return Result<void>();
    }

    /// "sides:6" names its option.
    const CommandOption* named(const std::vector<CommandOption>& options) {
        const std::string_view rest = words_.rest();
        for (const CommandOption& option : options) {
            if (!rest.starts_with(option.name + ":")) continue;
            words_.drop(option.name.size() + 1);
            return &option;
        }
        return nullptr;
    }

    Result<void> write_value(json::Writer& out, const CommandOption& option, const std::string& text) {
        const Error refused = not_sent("`" + text + "` is no value for `" + option.name + "`");
        if (!option.choices.empty()) {
            for (const auto& [name, value] : option.choices) {
                if (name != text) continue;
                out.raw(value);
                return Result<void>();
            }
            return refused;
        }
        switch (option.type) {
            case kString:
                if (!within(option, static_cast<double>(code_points(text)))) return refused;
                out.value(text);
                return Result<void>();
            case kInteger: {
                const auto number = parsed<std::int64_t>(text);
                if (!number || !within(option, static_cast<double>(*number))) return refused;
                out.value(*number);
                return Result<void>();
            }
            case kNumber: {
                const auto number = parsed<double>(text);
                if (!number || !within(option, *number)) return refused;
                out.value(*number);
                return Result<void>();
            }
            case kBoolean:
                if (text != "true" && text != "false") return refused;
                out.value(text == "true");
                return Result<void>();
            default:
                return write_reference(out, option, text) ? Result<void>() : Result<void>(refused);
        }
    }

    bool write_reference(json::Writer& out, const CommandOption& option, const std::string& text) {
        if (option.type == kUser && text.size() > 3) {
            const Person* person = world_.find_person(text.substr(2, text.size() - 3));
            if (!person) return false;
            users_.push_back(person);
            out.value(person->id);
            return true;
        }
        const Place* place = option.type == kChannel ? world_.channel_named(text) : nullptr;
        if (!place) return false;
        channels_.push_back(place);
        out.value(place->id);
        return true;
    }

    void write_resolved(json::Writer& out) const {
        if (users_.empty() && channels_.empty()) return;
        out.key("resolved").begin_object();
        if (!users_.empty()) {
            out.key("users").begin_object();
            for (const Person* person : users_) {
                out.key(person->id);
                write_user(out, *person);
            }
            out.end_object();
        }
        if (!channels_.empty()) {
            out.key("channels").begin_object();
            for (const Place* place : channels_) {
                out.key(place->id).begin_object().field("id", place->id).field("name", place->name);
                out.field("type", 0).field("permissions", "117824").end_object();
            }
            out.end_object();
        }
        out.end_object();
    }

    Words words_;
    World& world_;
    std::vector<const Person*> users_;
    std::vector<const Place*> channels_;
};

}  // namespace

Result<std::string> typed_command(const PublishedCommand& command, std::string_view text, World& world) {
    if (text.starts_with('/')) text.remove_prefix(1);
    return Typing(text, world).data(command);
}

}  // namespace confab::discord_sandbox
