#include "settings_login.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

namespace confab::irc {
namespace {

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

/// What is said there can be read by nobody on the way.
bool is_private(const Endpoint& endpoint) {
    return endpoint.tls || is_loopback(endpoint.host);
}

bool all_private(const std::vector<Endpoint>& endpoints) {
    return std::all_of(endpoints.begin(), endpoints.end(), is_private);
}

/// "host", "host:port", "host:+port", "[::1]:port", "2001:db8::1".
std::optional<Endpoint> parse_server(std::string_view text, std::uint16_t port, bool tls) {
    std::size_t colon = std::string_view::npos;
    std::string_view host = text;
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        host = text.substr(1, end - 1);
        if (end + 1 < text.size() && text[end + 1] == ':') colon = end + 1;
        if (end + 1 < text.size() && colon == std::string_view::npos) return std::nullopt;
    } else if (std::count(text.begin(), text.end(), ':') == 1) {
        colon = text.find(':');
        host = text.substr(0, colon);
    }
    if (host.empty() || host.find_first_of(" /\t") != std::string_view::npos) return std::nullopt;
    if (colon != std::string_view::npos) {
        std::string_view digits = text.substr(colon + 1);
        if (digits.starts_with('+')) {
            tls = true;
            digits.remove_prefix(1);
        }
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
        if (error != std::errc() || end != digits.data() + digits.size() || port == 0) return std::nullopt;
    }
    return Endpoint(std::string(host), port, tls);
}

/// 64 lower-case hex digits.
std::string normal_fingerprint(const AccountId& account, const std::string& text) {
    std::string digits;
    for (const char c : text) {
        if (c == ':' || c == ' ') continue;
        digits += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    const bool hex = digits.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!hex || digits.size() != 64)
        refuse(account, "tls_fingerprint",
               "`" + text + "` is no SHA-256 fingerprint (64 hex digits; colons and capitals do not matter)");
    return digits;
}

void read_tls(const AccountId& account, const Options& options, std::vector<Endpoint>& endpoints) {
    const std::string certificate = text_or(options, "client_certificate", "");
    const std::string key = text_or(options, "client_key", certificate);
    std::vector<std::string> fingerprints;
    for (const std::string& text : list_or_none(options, "tls_fingerprint"))
        fingerprints.push_back(normal_fingerprint(account, text));
    if (certificate.empty() && !key.empty())
        refuse(account, "client_certificate", "is missing: `client_key` is given");
    for (Endpoint& endpoint : endpoints) {
        if (!endpoint.tls && !fingerprints.empty())
            refuse(account, "tls_fingerprint",
                   "`" + endpoint.host + "` is not reached over TLS: set `tls: true`");
        if (!endpoint.tls && !certificate.empty())
            refuse(account, "client_certificate",
                   "`" + endpoint.host + "` is not reached over TLS: set `tls: true`");
        endpoint.ca_file = text_or(options, "ca_file", "");
        endpoint.server_name = text_or(options, "server_name", "");
        endpoint.fingerprints = fingerprints;
        endpoint.client_certificate = certificate;
        endpoint.client_key = key;
    }
}

bool contains(const std::vector<std::string>& list, std::string_view item) {
    return std::find(list.begin(), list.end(), item) != list.end();
}

/// In upper case, checked against those we know.
std::vector<std::string> read_mechanisms(const AccountId& account, const Options& options) {
    std::vector<std::string> mechanisms;
    for (const std::string& text : list_or_none(options, "sasl_mechanisms")) {
        const auto* const known =
            std::find_if(std::begin(kSaslMechanisms), std::end(kSaslMechanisms),
                         [&](const char* name) { return equals_ignoring_case(text, name); });
        if (known == std::end(kSaslMechanisms))
            refuse(account, "sasl_mechanisms",
                   "`" + text + "` is not known (EXTERNAL, SCRAM-SHA-256 and PLAIN are)");
        if (!contains(mechanisms, *known)) mechanisms.emplace_back(*known);
    }
    return mechanisms;
}

void read_sasl(const AccountId& account, const Options& options, const std::vector<Endpoint>& endpoints,
               const Unicode& unicode, SaslConfig& sasl) {
    const bool has_certificate = !text_or(options, "client_certificate", "").empty();
    sasl.user = text_or(options, "sasl_user", "");
    if (options.has("sasl_password")) sasl.password = options.secret("sasl_password");
    std::vector<std::string> chosen = read_mechanisms(account, options);
    const bool by_certificate_alone = chosen.size() == 1 && chosen.front() == "EXTERNAL";
    if (sasl.user.empty() && !sasl.password.empty())
        refuse(account, "sasl_user", "is missing: `sasl_password` is given");
    if (!sasl.user.empty() && sasl.password.empty() && !by_certificate_alone)
        refuse(account, "sasl_password", "is missing: `sasl_user` is given");
    if (contains(chosen, "EXTERNAL") && !has_certificate)
        refuse(account, "client_certificate", "is missing: `sasl_mechanisms` names EXTERNAL");
    if (sasl.password.empty() && !chosen.empty() && !by_certificate_alone)
        refuse(account, "sasl_user", "is missing: `sasl_mechanisms` names one that needs a password");
    if (sasl.password.empty() && chosen.empty()) {
        // The certificate may also be for the network itself: worth a try, where there is SASL.
        if (has_certificate && !contains(list_or_none(options, "disabled_caps"), "sasl"))
            sasl.mechanisms = {"EXTERNAL"};
        return;
    }

    if (const auto user = unicode.saslprep(sasl.user)) sasl.prepared_user = *user;
    if (const auto password = unicode.saslprep(sasl.password.reveal()))
        sasl.prepared_password = Secret(*password);
    const bool prepared = !sasl.prepared_user.empty() && !sasl.prepared_password.empty();
    if (contains(chosen, "SCRAM-SHA-256") && !prepared)
        refuse(account, "sasl_password", "holds characters that SCRAM-SHA-256 does not allow (RFC 4013)");
    if (chosen.empty()) {
        if (has_certificate) chosen.emplace_back("EXTERNAL");
        if (prepared) chosen.emplace_back("SCRAM-SHA-256");
        chosen.emplace_back("PLAIN");
    }
    if (contains(chosen, "PLAIN") && !all_private(endpoints))
        refuse(account, "sasl_password", "would be sent unencrypted: set `tls: true`");
    sasl.mechanisms = std::move(chosen);
}

}  // namespace

void refuse(const AccountId& account, std::string_view key, const std::string& what) {
    throw std::invalid_argument("networks." + account.str() + "." + std::string(key) + ": " + what);
}

std::string text_or(const Options& options, std::string_view key, std::string fallback) {
    if (!options.has(key) || options.string(key).empty()) return fallback;
    return options.string(key);
}

std::vector<std::string> list_or_none(const Options& options, std::string_view key) {
    return options.has(key) ? options.list(key) : std::vector<std::string>();
}

std::vector<Endpoint> read_endpoints(const AccountId& account, const Options& options) {
    const std::int64_t given = options.integer("port");
    if (given < 1 || given > 65535) refuse(account, "port", "must be from 1 to 65535");
    const auto port = static_cast<std::uint16_t>(given);
    const bool tls = options.boolean("tls");
    std::vector<Endpoint> endpoints;
    if (const std::string server = text_or(options, "server", ""); !server.empty())
        endpoints.emplace_back(server, port, tls);
    for (const std::string& text : list_or_none(options, "servers")) {
        const std::optional<Endpoint> endpoint = parse_server(text, port, tls);
        if (!endpoint)
            refuse(account, "servers",
                   "`" + text + "` is no server (write `host`, `host:port` or `host:+port` for TLS)");
        endpoints.push_back(*endpoint);
    }
    if (endpoints.empty()) refuse(account, "server", "is missing: give it, or a list of `servers`");
    read_tls(account, options, endpoints);
    return endpoints;
}

void read_login(const AccountId& account, const Options& options, const std::vector<Endpoint>& endpoints,
                const Crypto& crypto, const Unicode& unicode, SessionConfig& session) {
    session.sasl.crypto = &crypto;
    read_sasl(account, options, endpoints, unicode, session.sasl);
    const bool asked_for = !session.sasl.user.empty() || !list_or_none(options, "sasl_mechanisms").empty();
    session.sasl_required = options.has("sasl_required") ? options.boolean("sasl_required") : asked_for;
    session.nickserv_name = text_or(options, "nickserv_name", session.nickserv_name);
    session.nickserv_account = text_or(options, "nickserv_account", "");
    if (options.has("nickserv_password")) session.nickserv_password = options.secret("nickserv_password");
    if (!session.nickserv_password.empty() && !all_private(endpoints))
        refuse(account, "nickserv_password", "would be sent unencrypted: set `tls: true`");
    if (session.nickserv_password.empty() && !session.nickserv_account.empty())
        refuse(account, "nickserv_password", "is missing: `nickserv_account` is given");
    session.disabled_caps = list_or_none(options, "disabled_caps");
    const auto wanted = Caps::wanted();
    for (const std::string& name : session.disabled_caps)
        if (std::find(wanted.begin(), wanted.end(), name) == wanted.end())
            refuse(account, "disabled_caps", "`" + name + "` is never asked for: remove it");
    if (contains(session.disabled_caps, "sasl") && session.sasl.wanted())
        refuse(account, "disabled_caps",
               "`sasl` is needed for `sasl_user` and `sasl_mechanisms`: remove one of them");
}

}  // namespace confab::irc
