#pragma once
/// Why a connection ended, as far as it decides when to try again.

#include <string>
#include <string_view>
#include <utility>

namespace confab::irc {

enum class EndingKind {
    lost,       ///< The usual: back off and reconnect.
    throttled,  ///< We came too fast or too often: wait a minute at least.
    banned,     ///< Trying again soon makes it worse: 15 minutes, an hour, then stop.
    rejected,   ///< Credentials or configuration are wrong: stop.
    upgrade,    ///< The server wants TLS (STS): connect again at once, encrypted.
    quit,       ///< We left.
    cancelled,  ///< The host closes the account.
};

/// "lost", for metrics.
const char* to_string(EndingKind kind);

class Ending {
public:
    Ending(EndingKind kind_in, std::string reason_in, std::string cure_in)
        : kind(kind_in), reason(std::move(reason_in)), cure(std::move(cure_in)) {}

    EndingKind kind;
    std::string reason;  ///< What happened, for logs and for ConnectionChanged.
    std::string cure;    ///< What the operator can do; may be empty.
};

/// Judges the text of an ERROR line or of 465. Servers agree on no wording; unknown texts count as `lost`.
EndingKind classify_error(std::string_view text);

}  // namespace confab::irc
