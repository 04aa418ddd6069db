#include "send/refusals.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "facts.hpp"

namespace confab::irc {
namespace {

struct Numeric {
    int number;
    Errc code;
};
constexpr std::array kNumerics{
    Numeric{401, Errc::not_found},         // ERR_NOSUCHNICK
    Numeric{402, Errc::not_found},         // ERR_NOSUCHSERVER
    Numeric{403, Errc::not_found},         // ERR_NOSUCHCHANNEL
    Numeric{404, Errc::forbidden},         // ERR_CANNOTSENDTOCHAN; also CTCP where a mode forbids it
    Numeric{407, Errc::invalid_argument},  // ERR_TOOMANYTARGETS
    Numeric{411, Errc::invalid_argument},  // ERR_NORECIPIENT
    Numeric{412, Errc::invalid_argument},  // ERR_NOTEXTTOSEND
    Numeric{413, Errc::invalid_argument},  // ERR_NOTOPLEVEL
    Numeric{414, Errc::invalid_argument},  // ERR_WILDTOPLEVEL
    Numeric{415, Errc::invalid_argument},  // ERR_BADMASK
    Numeric{417, Errc::too_large},         // ERR_INPUTTOOLONG
    Numeric{421, Errc::unsupported},       // ERR_UNKNOWNCOMMAND
    Numeric{437, Errc::unavailable},       // ERR_UNAVAILRESOURCE
    Numeric{439, Errc::rate_limited},      // target change too fast
    Numeric{461, Errc::invalid_argument},  // ERR_NEEDMOREPARAMS
    Numeric{477, Errc::unauthorized},      // ERR_NEEDREGGEDNICK
    Numeric{482, Errc::forbidden},         // ERR_CHANOPRIVSNEEDED
    Numeric{486, Errc::unauthorized},      // ERR_NONONREG
    Numeric{489, Errc::forbidden},         // ERR_SECUREONLYCHAN
    Numeric{531, Errc::forbidden},         // ERR_CANTSENDTOUSER
    Numeric{707, Errc::rate_limited},      // ERR_TARGCHANGE (Solanum)
    Numeric{716, Errc::forbidden},         // ERR_TARGUMODEG: accepts messages of a list only
};

struct Code {
    std::string_view code;
    Errc errc;
};
constexpr std::array kCodes{
    Code{"ACCOUNT_REQUIRED", Errc::unauthorized},     Code{"CANNOT_SEND", Errc::forbidden},
    Code{"INVALID_MSGREFTYPE", Errc::unsupported},    Code{"INVALID_PARAMS", Errc::invalid_argument},
    Code{"INVALID_TARGET", Errc::not_found},          Code{"INVALID_UTF8", Errc::invalid_argument},
    Code{"MULTILINE_INVALID", Errc::unsupported},     Code{"MULTILINE_INVALID_TARGET", Errc::unsupported},
    Code{"MULTILINE_MAX_BYTES", Errc::too_large},     Code{"MULTILINE_MAX_LINES", Errc::too_large},
    Code{"NEED_MORE_PARAMS", Errc::invalid_argument}, Code{"NO_SUCH_CHANNEL", Errc::not_found},
    Code{"RATE_LIMITED", Errc::rate_limited},         Code{"REDACT_FORBIDDEN", Errc::forbidden},
    Code{"REDACT_WINDOW_EXPIRED", Errc::forbidden},   Code{"UNKNOWN_COMMAND", Errc::unsupported},
    Code{"UNKNOWN_MSGID", Errc::not_found},
};

Error refused(Errc code, std::string text) {
    return Error(code, "the IRC server refused: " + std::move(text)).with(Delivery::sent);
}

/// Command, code, context and text, as many as there are.
std::string words(const Line& line) {
    std::string text;
    for (const std::string_view param : line.params()) text += (text.empty() ? "" : " ") + readable(param);
    return text;
}

}  // namespace

std::optional<Error> refusal_of(const Line& line) {
    if (line.command() == Command::fail) {
        const auto known = std::find_if(kCodes.begin(), kCodes.end(),
                                        [&](const Code& one) { return one.code == line.param(1); });
        return refused(known == kCodes.end() ? Errc::upstream : known->errc, words(line));
    }
    const auto known = std::find_if(kNumerics.begin(), kNumerics.end(),
                                    [&](const Numeric& one) { return one.number == line.numeric(); });
    if (line.numeric() == 0 || known == kNumerics.end()) return std::nullopt;
    return refused(known->code, readable(line.last()));
}

std::string_view refused_target(const Line& line) {
    switch (line.numeric()) {
        case 411:
        case 412:
        case 417:
            return {};
        default:
            return line.size() > 2 ? line.param(1) : std::string_view();
    }
}

}  // namespace confab::irc
