#pragma once
/// Faults staged for coming requests.

#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "confab/result.hpp"
#include "confab/service/http_server.hpp"
#include "confab/task.hpp"

namespace confab::matrix::sandbox {

/// What to do to a request instead of, or besides, answering it.
class Fault {
public:
    std::string kind;
    std::string endpoint;  ///< "sync", "send", "login" ...; "any".
    unsigned count = 1;
    Duration time{300};

    /// Handle the request and then answer with this; false: do not handle it at all.
    bool handles_first() const { return kind == "lost_reply"; }
};

/// Faults of requests, taken one by one. What changes the server's state (tokens, rooms) is not here.
class Faults {
public:
    static bool is_known(std::string_view kind);
    /// `argument`: "[ENDPOINT [COUNT [MILLISECONDS]]]".
    Result<void> stage(std::string kind, const std::string& argument);
    /// The fault for a request of that endpoint, if one is due; it is used up by that.
    std::optional<Fault> take(std::string_view endpoint);

private:
    std::deque<Fault> staged_;
};

/// The broken answer; "slow" has none.
HttpServerResponse broken_answer(const Fault& fault);

}  // namespace confab::matrix::sandbox
