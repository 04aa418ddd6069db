#include "sasl.hpp"

#include <optional>

#include "text.hpp"

namespace confab::irc_sandbox {
namespace {

SaslStep challenge(std::string text) {
    SaslStep step;
    step.kind = SaslStep::Kind::challenge;
    step.text = std::move(text);
    return step;
}

// RFC 5802 section 2.2: Hi().
std::string salted(const Crypto& crypto, std::string_view password, const std::string& salt,
                   unsigned iterations) {
    std::string block = crypto.hmac_sha256(password, salt + std::string("\0\0\0\1", 4));
    std::string out = block;
    for (unsigned i = 1; i < iterations; ++i) {
        block = crypto.hmac_sha256(password, block);
        for (std::size_t at = 0; at < out.size(); ++at) out[at] = static_cast<char>(out[at] ^ block[at]);
    }
    return out;
}

// The value of one attribute of a SCRAM message; it may hold "=".
std::optional<std::string> attribute(std::string_view message, char name) {
    for (const std::string& item : split(message, ','))
        if (item.size() >= 2 && item[0] == name && item[1] == '=') return item.substr(2);
    return std::nullopt;
}

// saslname: "=2C" is a comma, "=3D" an equals sign.
std::string decoded_name(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view code = std::string_view(text).substr(i, 3);
        if (code == "=2C" || code == "=3D") {
            out += code == "=2C" ? ',' : '=';
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace

SaslStep SaslExchange::feed(std::string_view message) {
    ++step_;
    if (mechanism_ == "PLAIN") return plain(message);
    if (mechanism_ == "EXTERNAL") return external(message);
    if (step_ == 1) return client_first(message);
    if (step_ == 2) return client_final(message);
    return step_ == 3 && message.empty() ? succeed(account_) : SaslStep();
}

SaslStep SaslExchange::plain(std::string_view message) const {
    const std::size_t first = message.find('\0');
    if (first == std::string_view::npos) return SaslStep();
    const std::size_t second = message.find('\0', first + 1);
    if (second == std::string_view::npos) return SaslStep();
    const std::string_view acting = message.substr(0, first);
    const std::string_view name = message.substr(first + 1, second - first - 1);
    const bool same = acting.empty() || lower(acting) == lower(name);
    if (!same || !accounts_.is_right(name, message.substr(second + 1))) return SaslStep();
    return succeed(name);
}

SaslStep SaslExchange::external(std::string_view message) const {
    const bool same = message.empty() || lower(message) == lower(certificate);
    return certificate.empty() || !same ? SaslStep() : succeed(certificate);
}

SaslStep SaslExchange::client_first(std::string_view message) {
    // "n,[a=authzid],n=name,r=nonce": no channel binding, as its SASL name has no -PLUS.
    const std::size_t comma = message.find(',');
    const std::size_t bare = comma == std::string_view::npos ? comma : message.find(',', comma + 1);
    if (bare == std::string_view::npos || (message[0] != 'n' && message[0] != 'y')) return SaslStep();
    header_ = message.substr(0, bare + 1);
    first_bare_ = message.substr(bare + 1);
    const std::optional<std::string> name = attribute(first_bare_, 'n');
    const std::optional<std::string> client_nonce = attribute(first_bare_, 'r');
    if (!name || !client_nonce || client_nonce->empty()) return SaslStep();
    account_ = decoded_name(*name);
    full_nonce_ = fault == ScramFault::nonce ? client_nonce->substr(0, client_nonce->size() / 2)
                                             : *client_nonce + nonce;
    if (fault == ScramFault::iterations) iterations_ = 1;
    salt_ = crypto_.sha256("salt of " + account_).substr(0, 16);
    server_first_ = "r=" + full_nonce_ + ",s=" + crypto_.base64(salt_) + ",i=" + std::to_string(iterations_);
    return challenge(server_first_);
}

SaslStep SaslExchange::client_final(std::string_view message) {
    const std::size_t end = message.rfind(",p=");
    const std::optional<std::string> binding = attribute(message, 'c');
    if (end == std::string_view::npos || !binding || *binding != crypto_.base64(header_) ||
        attribute(message, 'r') != full_nonce_ || accounts_.find(account_).empty())
        return SaslStep();
    const std::string signed_text =
        first_bare_ + "," + server_first_ + "," + std::string(message.substr(0, end));
    const std::string password = salted(crypto_, accounts_.password(account_), salt_, iterations_);
    const std::string stored_key = crypto_.sha256(crypto_.hmac_sha256(password, "Client Key"));
    const std::string signature = crypto_.hmac_sha256(stored_key, signed_text);
    std::optional<std::string> proof = crypto_.from_base64(message.substr(end + 3));
    if (!proof || proof->size() != signature.size()) return SaslStep();
    for (std::size_t i = 0; i < proof->size(); ++i)
        (*proof)[i] = static_cast<char>((*proof)[i] ^ signature[i]);
    if (crypto_.sha256(*proof) != stored_key) return SaslStep();
    std::string server = crypto_.hmac_sha256(crypto_.hmac_sha256(password, "Server Key"), signed_text);
    if (fault == ScramFault::signature) server[0] = static_cast<char>(server[0] ^ 1);
    return challenge("v=" + crypto_.base64(server));
}

SaslStep SaslExchange::succeed(std::string_view account) const {
    SaslStep step;
    step.text = accounts_.find(account);
    step.kind = step.text.empty() ? SaslStep::Kind::failure : SaslStep::Kind::success;
    return step;
}

}  // namespace confab::irc_sandbox
