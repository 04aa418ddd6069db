#pragma once
/// The faults that can be staged: one each for the ways the service, or what stands before it, has been seen
/// to fail.

#include <optional>
#include <string>
#include <string_view>

#include "confab/service/http_server.hpp"

namespace confab::straico_sandbox {

struct Fault {
    std::string name;
    std::string argument;
};

/// True for the names of README.md.
bool is_fault(std::string_view name);

/// Faults that answer instead of the service; nullopt for those that change its own answer.
std::optional<HttpServerResponse> answer_instead(const Fault& fault);

/// Faults that change the service's own answer ("truncated", "gzip", "chunked", "idle_close"); others leave
/// it as it is.
HttpServerResponse distort(const Fault& fault, HttpServerResponse answer);

/// How long the answer is held back ("slow"); zero for all others.
Duration delay_of(const Fault& fault);

}  // namespace confab::straico_sandbox
