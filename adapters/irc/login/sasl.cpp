#include "login/sasl.hpp"

namespace confab::irc {

std::string Sasl::start() {
    state_ = SaslState::running;
    sent_ = false;
    return "AUTHENTICATE PLAIN";
}

std::vector<std::string> Sasl::chunks(std::string_view base64) {
    constexpr std::size_t kChunk = 400;
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < base64.size(); at += kChunk)
        lines.push_back("AUTHENTICATE " + std::string(base64.substr(at, kChunk)));
    if (base64.size() % kChunk == 0) lines.emplace_back("AUTHENTICATE +");
    return lines;
}

std::vector<std::string> Sasl::on_line(const Line& line) {
    if (state_ != SaslState::running) return {};
    if (line.is("AUTHENTICATE")) {
        if (sent_ || line.param(0) != "+") return {};
        sent_ = true;
        return chunks(credentials_.reveal());
    }
    switch (line.numeric()) {
        case 903:  // RPL_SASLSUCCESS
        case 907:
            state_ = SaslState::succeeded;
            break;  // ERR_SASLALREADY
        case 902:   // ERR_NICKLOCKED
        case 904:   // ERR_SASLFAIL
        case 905:   // ERR_SASLTOOLONG
        case 908:
            state_ = SaslState::rejected;
            break;  // RPL_SASLMECHS; some servers send 904 as well
        case 906:
            state_ = SaslState::failed;
            break;  // ERR_SASLABORTED
        default:
            break;
    }
    return {};
}

std::vector<std::string> Sasl::give_up() {
    state_ = SaslState::failed;
    return {"AUTHENTICATE *"};
}

}  // namespace confab::irc
