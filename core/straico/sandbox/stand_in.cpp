#include "core/straico/sandbox/stand_in.hpp"

#include <charconv>

namespace confab::straico_sandbox {
namespace {

constexpr std::size_t kMaxPaths = 64;
constexpr std::size_t kMaxFaults = 1000;

}  // namespace

Answer StandIn::answer(const HttpServerRequest& request) {
    const std::string_view path = request.path();
    const bool known = requests_.contains(path) || requests_.size() < kMaxPaths;
    ++requests_[known ? std::string(path) : std::string()];
    Fault fault;
    if (!faults_.empty()) {
        fault = std::move(faults_.front());
        faults_.pop_front();
    }
    if (std::optional<HttpServerResponse> instead = answer_instead(fault)) return Answer(std::move(*instead));
    return Answer(distort(fault, serve(request, fault)), delay_of(fault));
}

Result<void> StandIn::stage(std::string fault, std::string argument) {
    if (fault == "coins") {
        double coins = 0;
        std::from_chars(argument.data(), argument.data() + argument.size(), coins);
        account_.set_coins(coins);
        return {};
    }
    if (!is_fault(fault)) return Error(Errc::not_found, "the Straico stand-in has no fault `" + fault + "`");
    if (faults_.size() >= kMaxFaults) return Error(Errc::overloaded, "too many faults are staged");
    faults_.push_back({std::move(fault), std::move(argument)});
    return {};
}

std::uint64_t StandIn::requests(const std::string& path) const {
    if (!path.empty()) {
        const auto it = requests_.find(path);
        return it == requests_.end() ? 0 : it->second;
    }
    std::uint64_t all = 0;
    for (const auto& entry : requests_) all += entry.second;
    return all;
}

}  // namespace confab::straico_sandbox
