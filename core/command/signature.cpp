#include "core/command/signature.hpp"

#include <stdexcept>

#include "core/command/parameter_grammar.hpp"
#include "core/command/wording.hpp"

namespace confab::core {
namespace {

constexpr std::size_t kMaxPath = 3;
constexpr std::size_t kMaxParameters = 25;
constexpr std::string_view kSpace = " \t\r\n";

void skip_space(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
}

// The next word, brackets with spaces between them included.
std::string_view take_word(std::string_view& text) {
    const char close = text.front() == '<' ? '>' : text.front() == '[' ? ']' : '\0';
    std::size_t end = std::min(text.find_first_of(kSpace), text.size());
    if (close) {
        end = text.find(close);
        if (end == std::string_view::npos)
            throw std::invalid_argument("`" + std::string(text) + "` is not closed by `" + close + "`");
        ++end;
        if (end < text.size() && kSpace.find(text[end]) == std::string_view::npos)
            throw std::invalid_argument("`" + std::string(text.substr(0, end)) +
                                        "` must be followed by a space");
    }
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    skip_space(text);
    return word;
}

std::string usage_of(const CommandParameter& parameter) {
    std::string text = (parameter.named ? "--" : "") + parameter.name;
    if (parameter.type == ParameterType::choice) {
        text += ':';
        for (std::size_t i = 0; i < parameter.choices.size(); ++i)
            text += (i == 0 ? "" : "|") + parameter.choices[i];
    } else if (parameter.named && parameter.type != ParameterType::boolean && !parameter.fallback) {
        static constexpr const char* kTypes[] = {"string",   "integer", "number",  "boolean",
                                                 "duration", "user",    "channel", "choice"};
        text += std::string(":") + kTypes[static_cast<std::size_t>(parameter.type)];
    }
    if (parameter.repeated || parameter.rest) text += "...";
    if (parameter.fallback) text += "=" + *parameter.fallback;
    return parameter.required ? "<" + text + ">" : "[" + text + "]";
}

}  // namespace

std::vector<std::string> parse_path(std::string_view text) {
    std::vector<std::string> path;
    skip_space(text);
    while (!text.empty()) {
        const std::string_view word = take_word(text);
        if (!is_command_word(word))
            throw std::invalid_argument("`" + std::string(word) +
                                        "` cannot name a command: at most 32 of a-z, 0-9, - and _");
        path.emplace_back(word);
    }
    if (path.empty()) throw std::invalid_argument("a command needs a name");
    if (path.size() > kMaxPath) throw std::invalid_argument("a command's name has at most three words");
    return path;
}

void Signature::read_path(std::string_view& rest) {
    const std::size_t end = std::min(rest.find_first_of("<["), rest.size());
    path_ = parse_path(rest.substr(0, end));
    if (end > 0 && end < rest.size() && kSpace.find(rest[end - 1]) == std::string_view::npos)
        throw std::invalid_argument("a space is missing in front of `" + std::string(rest.substr(end)) + "`");
    rest.remove_prefix(end);
    for (const std::string& word : path_) name_ += (name_.empty() ? "" : " ") + word;
    usage_ = name_;
}

void Signature::add(CommandParameter parameter) {
    if (find(parameter.name)) throw std::invalid_argument("`" + parameter.name + "` is there twice");
    if (parameters_.size() == kMaxParameters) throw std::invalid_argument("it has more than 25 parameters");
    has_options_ = has_options_ || parameter.named;
    for (const CommandParameter& earlier : parameters_) {
        if (parameter.named || earlier.named) continue;
        if (earlier.rest || earlier.repeated)
            throw std::invalid_argument("`" + earlier.name + "...` must be the last");
        if (parameter.required && !earlier.required)
            throw std::invalid_argument("`" + parameter.name + "` is required but follows an optional one");
    }
    usage_ += " " + usage_of(parameter);
    parameters_.push_back(std::move(parameter));
}

Signature Signature::parse(std::string_view text) {
    Signature signature;
    try {
        std::string_view rest = text;
        skip_space(rest);
        signature.read_path(rest);
        while (!rest.empty()) {
            const std::string_view word = take_word(rest);
            if (word.front() != '<' && word.front() != '[')
                throw std::invalid_argument("`" + std::string(word) + "` must be <name> or [name]");
            signature.add(parse_parameter(word));
        }
    } catch (const std::invalid_argument& e) {
        throw std::invalid_argument("command signature \"" + std::string(text) + "\": " + e.what());
    }
    return signature;
}

const CommandParameter* Signature::find(std::string_view name) const noexcept {
    for (const CommandParameter& parameter : parameters_)
        if (parameter.name == name) return &parameter;
    return nullptr;
}

}  // namespace confab::core
