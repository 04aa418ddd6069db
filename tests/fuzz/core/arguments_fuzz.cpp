// Commands: what authors declare and what people type. Input: a signature, and after a line feed what follows
// the command's name. An empty first line stands for a signature with everything in it.

#include <stdexcept>

#include "core/command/binding.hpp"

#include "tests/fuzz/core/fuzz.hpp"

namespace {

using namespace confab;
using namespace confab::fuzz;
using namespace confab::core;

constexpr const char* kEverything =
    "do it <who:user> <n:integer(-5..1000)> [c:red|blue] [--for:duration(1s..7d)=10m] [--x:number(..2.5)] "
    "[--b] "
    "[s(2..5)] [where:channel] [rest:integer(0..9)...]";

class Names final : public NameLookup {
public:
    std::optional<Mention> user_named(const AccountId&, std::string_view text) const override {
        if (text.starts_with('a')) return Mention(UserId(text), std::string(text));
        return std::nullopt;
    }
    std::optional<ChannelId> channel_named(const AccountId&, std::string_view text) const override {
        if (text.starts_with('#')) return ChannelId(text);
        return std::nullopt;
    }
    std::string_view platform_of(const AccountId&) const override { return "fuzz"; }
};

bool fits(const CommandParameter& parameter, const ArgumentValue& value) {
    double number = 0;
    if (const auto* whole = std::get_if<std::int64_t>(&value))
        number = static_cast<double>(*whole);
    else if (const auto* real = std::get_if<double>(&value))
        number = *real;
    else if (const auto* span = std::get_if<Duration>(&value))
        number = static_cast<double>(span->count());
    else if (const auto* text = std::get_if<std::string>(&value); text && !parameter.choices.empty())
        return std::find(parameter.choices.begin(), parameter.choices.end(), *text) !=
               parameter.choices.end();
    else
        return true;
    return (!parameter.low || number >= *parameter.low) && (!parameter.high || number <= *parameter.high);
}

void check(const Signature& signature, const Result<Arguments>& bound) {
    if (!bound) {
        const std::string line = bound.error().context();  // error() returns a copy
        require(bound.error().code() == Errc::invalid_argument);
        require(line.ends_with(" Usage: " + signature.usage()));
        const std::string_view said(line.data(), line.size() - signature.usage().size());
        require(std::none_of(said.begin(), said.end(), [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return byte < 0x20 || byte == 0x7f;
        }));
        return;
    }
    for (const CommandParameter& parameter : signature.parameters()) {
        const auto values = bound->find(parameter.name);
        if (values == bound->end()) {
            require(!parameter.required && !parameter.fallback);
            continue;
        }
        require(!values->second.empty() && values->second.size() <= kMaxValues);
        require(parameter.repeated || values->second.size() == 1);
        for (const ArgumentValue& value : values->second) require(fits(parameter, value));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view all(reinterpret_cast<const char*>(data), size);
    const std::size_t end = std::min(all.find('\n'), all.size());
    const std::string_view declared = all.substr(0, end);
    const std::string_view typed = all.substr(std::min(all.size(), end + 1));
    Signature signature;
    try {
        signature = Signature::parse(declared.empty() ? std::string_view(kEverything) : declared);
    } catch (const std::invalid_argument&) {
        return 0;
    }
    const AccountId account("net");
    const Names names;
    const NameScope scope(account, names);
    check(signature, bind_text(signature, ArgumentText(typed), 0, scope));

    // In pieces with mentions between them: the same, and nothing is read outside.
    Message message;
    for (std::size_t at = 0; at < typed.size(); at += 7) {
        message.append(Text(std::string(typed.substr(at, 5))));
        if (at + 5 < typed.size()) message.append(Mention(UserId("m"), std::string(typed.substr(at + 5, 2))));
    }
    check(signature, bind_text(signature, ArgumentText(message), 0, scope));

    std::vector<std::pair<std::string, std::string>> pairs;
    for (const CommandParameter& parameter : signature.parameters())
        pairs.emplace_back(parameter.name, std::string(typed.substr(0, typed.size() / (pairs.size() + 1))));
    check(signature, bind_pairs(signature, pairs, scope));
    if (const Result<json::Document> document = json::Document::parse(std::string(typed)))
        check(signature, bind_json(signature, document->root(), scope));
    return 0;
}
