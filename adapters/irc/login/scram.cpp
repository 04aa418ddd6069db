#include "login/scram.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace confab::irc {
namespace {

/// "n,,": no channel binding, no other identity.
constexpr std::string_view kHead = "n,,";
constexpr std::string_view kHeadBase64 = "biws";

/// Commas and equals signs separate attributes (RFC 5802 section 5.1).
std::string escaped(std::string_view user) {
    std::string out;
    for (const char c : user) {
        if (c == ',')
            out += "=2C";
        else if (c == '=')
            out += "=3D";
        else
            out += c;
    }
    return out;
}

/// Takes "k=value" off the front; nothing when another attribute stands there.
std::optional<std::string_view> take(std::string_view& text, char key) {
    if (text.size() < 2 || text[0] != key || text[1] != '=') return std::nullopt;
    const std::size_t end = std::min(text.find(','), text.size());
    const std::string_view value = text.substr(2, end - 2);
    text.remove_prefix(std::min(end + 1, text.size()));
    return value;
}

std::optional<unsigned> number(std::string_view text) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string exclusive_or(std::string a, std::string_view b) {
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) a[i] = static_cast<char>(a[i] ^ b[i]);
    return a;
}

}  // namespace

Scram::Scram(const Crypto& crypto, std::string_view user, Secret password, std::string nonce)
    : crypto_(crypto),
      password_(std::move(password)),
      nonce_(std::move(nonce)),
      first_("n=" + escaped(user) + ",r=" + nonce_) {}

SaslAnswer Scram::answer(std::string_view challenge) {
    switch (state_) {
        case State::start:
            state_ = State::asked;
            return SaslAnswer::send(std::string(kHead) + first_);
        case State::asked:
            return prove(challenge);
        case State::claimed:
            return verify(challenge);
        case State::proved:
            break;
    }
    return SaslAnswer::refuse("the server asks again");
}

SaslAnswer Scram::prove(std::string_view challenge) {
    std::string_view rest = challenge;
    const auto nonce = take(rest, 'r');
    const auto salt64 = take(rest, 's');
    const auto count = take(rest, 'i');
    if (!nonce || !salt64 || !count) return SaslAnswer::refuse("SCRAM challenge is malformed");
    if (!nonce->starts_with(nonce_) || nonce->size() == nonce_.size())
        return SaslAnswer::distrust("SCRAM nonce is not an answer to ours");
    const auto salt = crypto_.from_base64(*salt64);
    const auto iterations = number(*count);
    if (!salt || salt->empty() || !iterations) return SaslAnswer::refuse("SCRAM challenge is malformed");
    if (*iterations < kMinIterations)
        return SaslAnswer::distrust("SCRAM iteration count is too low to protect the password");
    if (*iterations > kMaxIterations)
        return SaslAnswer::distrust("SCRAM iteration count is too high to compute");

    const std::string salted = crypto_.pbkdf2_sha256(password_.reveal(), *salt, *iterations);
    const std::string client_key = crypto_.hmac_sha256(salted, "Client Key");
    const std::string last = "c=" + std::string(kHeadBase64) + ",r=" + std::string(*nonce);
    const std::string messages = first_ + "," + std::string(challenge) + "," + last;
    const std::string signature = crypto_.hmac_sha256(crypto_.sha256(client_key), messages);
    server_signature_ = crypto_.hmac_sha256(crypto_.hmac_sha256(salted, "Server Key"), messages);
    state_ = State::claimed;
    return SaslAnswer::send(last + ",p=" + crypto_.base64(exclusive_or(client_key, signature)));
}

SaslAnswer Scram::verify(std::string_view challenge) {
    std::string_view rest = challenge;
    if (take(rest, 'e')) return SaslAnswer::refuse("the server refused the proof");
    const auto signature64 = take(rest, 'v');
    const auto signature = signature64 ? crypto_.from_base64(*signature64) : std::nullopt;
    if (!signature || *signature != server_signature_)
        return SaslAnswer::distrust("the server does not know the password: its signature is wrong");
    state_ = State::proved;
    return SaslAnswer::send({});
}

}  // namespace confab::irc
