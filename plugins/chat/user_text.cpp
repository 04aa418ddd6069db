#include "user_text.hpp"

namespace confab::chat {
namespace {

std::string busy(const Error& error) {
    const auto delay = error.retry_after();
    if (!delay || delay->count() <= 0) return "I am asked too much just now. Please try again in a moment.";
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*delay).count();
    return "I am asked too much just now. Please try again in " + std::to_string(seconds) + " s.";
}

}  // namespace

std::string user_text(const Error& error) {
    switch (error.code()) {
        case Errc::timeout:
            return "That took too long; I gave up waiting. Please try again.";
        case Errc::rate_limited:
        case Errc::overloaded:
            return busy(error);
        case Errc::payment_required:
            return "I have no credit left to answer with. Please tell my operator.";
        case Errc::unauthorized:
        case Errc::forbidden:
            return "I may not use the AI service. Please tell my operator.";
        case Errc::not_found:
            return "The chosen model is not available. Try another one with the `model` command.";
        case Errc::invalid_argument:
        case Errc::too_large:
            return "The AI service did not accept that. Perhaps it is too long?";
        default:
            return "I could not get an answer just now. Please try again later.";
    }
}

}  // namespace confab::chat
