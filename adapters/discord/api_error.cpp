#include "api_error.hpp"

#include "confab/json.hpp"
#include "rate_limiter.hpp"

namespace confab::discord {
namespace {

constexpr std::size_t kMaxText = 300;

/// Form errors are nested by key with `_errors` lists at the leaves; the first leaf says most.
std::string first_leaf(json::Value errors, std::string path) {
    for (std::size_t i = 0; i < errors.size() && errors.is_object(); ++i) {
        const std::string_view key = errors.key_at(i);
        if (key == "_errors") return path + ": " + std::string(errors.value_at(i).at(0)["message"].string());
        std::string found =
            first_leaf(errors.value_at(i), path.empty() ? std::string(key) : path + "." + std::string(key));
        if (!found.empty()) return found;
    }
    return {};
}

Errc kind_of(int status, std::int64_t code) {
    switch (code) {
        case 40005:
            return Errc::too_large;
        case 40333:
            return Errc::forbidden;
        case 50006:
            return Errc::invalid_argument;
        default:
            break;
    }
    switch (status) {
        case 401:
            return Errc::unauthorized;
        case 403:
            return Errc::forbidden;
        case 404:
            return Errc::not_found;
        case 413:
            return Errc::too_large;
        case 429:
            return Errc::rate_limited;
        default:
            break;
    }
    if (status >= 500) return Errc::upstream;
    return status >= 400 ? Errc::invalid_argument : Errc::protocol;
}

}  // namespace

Error api_error(const HttpResponse& response, std::string_view what) {
    std::string text = std::string(what) + ": ";
    std::int64_t code = 0;
    if (const auto body = json::Document::parse(response.body); body && (*body)["message"].is_string()) {
        code = (*body)["code"].integer();
        text += std::string((*body)["message"].string()) + " (" + std::to_string(code) + ")";
        if (const std::string leaf = first_leaf((*body)["errors"], {}); !leaf.empty()) text += ", " + leaf;
    } else {
        text += "HTTP status " + std::to_string(response.status);
    }
    if (text.size() > kMaxText) text.resize(kMaxText);
    Error error(kind_of(response.status, code), std::move(text));
    const LimitReport limits(response);
    if (limits.retry_after) std::move(error).with_retry_after(*limits.retry_after);
    return std::move(error).with(Delivery::sent);
}

}  // namespace confab::discord
