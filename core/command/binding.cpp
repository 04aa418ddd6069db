#include "core/command/binding.hpp"

#include <cmath>

#include "core/command/wording.hpp"
#include "core/config/problem.hpp"

namespace confab::core {
namespace {

// Collects values; what all ways of giving them share.
class Collector {
public:
    Collector(const Signature& signature, const NameScope& names) : signature_(signature), names_(names) {}

    Error wrong(const std::string& why) const {
        return Error(Errc::invalid_argument, why + " Usage: " + signature_.usage());
    }

    Error unknown_option(std::string_view name) const {
        std::vector<std::string> known;
        for (const CommandParameter& parameter : signature_.parameters())
            if (parameter.named) known.push_back("--" + parameter.name);
        const std::string option = "--" + std::string(name);
        return wrong("There is no option `" + echoed(option) + "`" + did_you_mean(option, known) + ".");
    }
    Error unknown_parameter(std::string_view name) const {
        std::vector<std::string> known;
        for (const CommandParameter& parameter : signature_.parameters()) known.push_back(parameter.name);
        return wrong("There is no parameter `" + echoed(name) + "`" + did_you_mean(name, known) + ".");
    }

    Result<void> add(const CommandParameter& parameter, std::string_view text,
                     const Mention* mention = nullptr) {
        std::vector<ArgumentValue>& values = arguments_[parameter.name];
        if (!values.empty() && !parameter.repeated) return wrong(label(parameter) + " was given twice.");
        if (values.size() >= kMaxValues)
            return wrong(label(parameter) + " takes at most " + std::to_string(kMaxValues) + " values.");
        if (mention && parameter.type == ParameterType::user) {
            values.emplace_back(*mention);
            return {};
        }
        Result<ArgumentValue> value = parse_argument(parameter, text, &names_);
        if (value) {
            values.push_back(std::move(*value));
            return {};
        }
        std::string why = label(parameter) + " must be " + value.error().context();
        why += text.empty() ? ", not empty" : ", not `" + echoed(text) + "`";
        if (parameter.type == ParameterType::choice) why += did_you_mean(lower_case(text), parameter.choices);
        return wrong(why + ".");
    }

    Result<Arguments> finish() && {
        for (const CommandParameter& parameter : signature_.parameters()) {
            if (arguments_.contains(parameter.name)) continue;
            if (parameter.required) return wrong("`" + parameter.name + "` is missing.");
            if (!parameter.fallback) continue;
            if (const Result<void> added = add(parameter, *parameter.fallback); !added) return added.error();
        }
        return std::move(arguments_);
    }

private:
    static std::string label(const CommandParameter& parameter) {
        return (parameter.named ? "`--" : "`") + parameter.name + "`";
    }

    const Signature& signature_;
    const NameScope& names_;
    Arguments arguments_;
};

constexpr const char* kOpenQuote = "A double quote is not closed.";

class TextBinding {
public:
    TextBinding(const Signature& signature, const ArgumentText& text, std::size_t from,
                const NameScope& names)
        : signature_(signature), reader_(text, from), collector_(signature, names) {}

    Result<Arguments> run() && {
        next_ = signature_.parameters().begin();
        while (!reader_.at_end()) {
            const Result<void> step =
                options_possible_ && signature_.has_options() ? option_or_value() : value();
            if (!step) return step.error();
            if (finished_) break;
        }
        return std::move(collector_).finish();
    }

private:
    Result<void> option_or_value() {
        if (reader_.take_end_of_options()) {
            options_possible_ = false;
            return {};
        }
        bool has_value = false;
        const std::optional<std::string_view> name = reader_.take_option(has_value);
        if (!name) return value();
        const CommandParameter* option = signature_.find(*name);
        if (!option || !option->named) return collector_.unknown_option(*name);
        if (option->type == ParameterType::boolean && !has_value) return collector_.add(*option, "true");
        if (reader_.at_end())
            return collector_.wrong("`--" + option->name + "` needs a value: " + expectation(*option) + ".");
        ArgumentWord word;
        if (!reader_.take(word)) return collector_.wrong(kOpenQuote);
        return collector_.add(*option, word.text, word.mention);
    }

    Result<void> value() {
        const auto end = signature_.parameters().end();
        while (next_ != end && next_->named) ++next_;
        if (next_ == end) return collector_.wrong("Too many arguments.");
        if (next_->rest) {
            finished_ = true;
            return collector_.add(*next_, reader_.rest());
        }
        ArgumentWord word;
        if (!reader_.take(word)) return collector_.wrong(kOpenQuote);
        const CommandParameter& parameter = *next_;
        if (!parameter.repeated) ++next_;
        return collector_.add(parameter, word.text, word.mention);
    }

    const Signature& signature_;
    ArgumentReader reader_;
    Collector collector_;
    std::vector<CommandParameter>::const_iterator next_;
    bool options_possible_ = true;
    bool finished_ = false;
};

Result<void> add_all(Collector& collector, const CommandParameter& parameter, const std::string& text) {
    if (!parameter.repeated) return collector.add(parameter, text);
    const ArgumentText source{std::string_view(text)};
    ArgumentReader reader(source, 0);
    ArgumentWord word;
    while (!reader.at_end()) {
        if (!reader.take(word)) return collector.wrong(kOpenQuote);
        if (const Result<void> added = collector.add(parameter, word.text); !added) return added;
    }
    return {};
}

// "6.0" is a whole number in JSON.
std::string text_of(json::Value value) {
    if (value.is_string()) return std::string(value.string());
    if (value.is_number() && !value.is_integer() && std::trunc(value.number()) == value.number())
        return number_text(value.number());
    return value.dump();
}

Result<void> add_json(Collector& collector, const CommandParameter& parameter, json::Value value) {
    if (parameter.repeated && value.is_array()) {
        for (const json::Value item : value.items())
            if (const Result<void> added = collector.add(parameter, text_of(item)); !added) return added;
        return {};
    }
    const bool wants_text = parameter.type == ParameterType::string ||
                            parameter.type == ParameterType::user || parameter.type == ParameterType::channel;
    if (wants_text && (value.is_array() || value.is_object()))
        return collector.wrong("`" + parameter.name + "` must be " + expectation(parameter) + ".");
    return collector.add(parameter, text_of(value));
}

}  // namespace

Result<Arguments> bind_text(const Signature& signature, const ArgumentText& text, std::size_t from,
                            const NameScope& names) {
    return TextBinding(signature, text, from, names).run();
}

Result<Arguments> bind_pairs(const Signature& signature,
                             const std::vector<std::pair<std::string, std::string>>& pairs,
                             const NameScope& names) {
    Collector collector(signature, names);
    for (const auto& [name, text] : pairs) {
        const CommandParameter* parameter = signature.find(name);
        if (!parameter) return collector.unknown_parameter(name);
        if (const Result<void> added = add_all(collector, *parameter, text); !added) return added.error();
    }
    return std::move(collector).finish();
}

Result<Arguments> bind_json(const Signature& signature, json::Value object, const NameScope& names) {
    Collector collector(signature, names);
    if (!object.is_object() && !object.is_null()) return collector.wrong("The arguments must be an object.");
    for (std::size_t i = 0; object.is_object() && i < object.size(); ++i) {
        const std::string name(object.key_at(i));
        const json::Value value = object.value_at(i);
        const CommandParameter* parameter = signature.find(name);
        if (!parameter) return collector.unknown_parameter(name);
        if (value.is_null()) continue;
        if (const Result<void> added = add_json(collector, *parameter, value); !added) return added.error();
    }
    return std::move(collector).finish();
}

}  // namespace confab::core
