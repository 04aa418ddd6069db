#include "saved_store.hpp"

#include "confab/json.hpp"

namespace confab::matrix {
namespace {

std::string login_text(const Saved& saved) {
    json::Writer out;
    out.begin_object().field("user_id", saved.user_id).field("device_id", saved.device_id);
    return std::move(out.field("access_token", saved.access_token.reveal()).end_object()).str();
}

// With the user it belongs to: another user's position would be refused, or worse, accepted.
std::string position_text(const Saved& saved) {
    json::Writer out;
    out.begin_object().field("user_id", saved.user_id).field("next_batch", saved.next_batch);
    return std::move(out.end_object()).str();
}

}  // namespace

Task<Result<Saved>> SavedStore::load() {
    Saved saved;
    Result<std::optional<std::string>> login = co_await storage_.get(login_key_);
    if (!login) co_return login.error();
    Result<std::optional<std::string>> position = co_await storage_.get(position_key_);
    if (!position) co_return position.error();
    stored_login_ = login->value_or("");
    stored_position_ = position->value_or("");
    if (const Result<json::Document> read = json::Document::parse(stored_login_)) {
        saved.user_id = (*read)["user_id"].string();
        saved.device_id = (*read)["device_id"].string();
        saved.access_token = Secret(std::string((*read)["access_token"].string()));
    }
    if (const Result<json::Document> read = json::Document::parse(stored_position_)) {
        if ((*read)["user_id"].string() == saved.user_id) saved.next_batch = (*read)["next_batch"].string();
    }
    co_return saved;
}

Task<Result<void>> SavedStore::store(Saved saved) {
    std::string login = login_text(saved);
    if (login != stored_login_) {
        Result<void> written = co_await storage_.put(login_key_, login);
        if (!written) co_return written;
        stored_login_ = std::move(login);
    }
    std::string position = position_text(saved);
    if (position != stored_position_) {
        Result<void> written = co_await storage_.put(position_key_, position);
        if (!written) co_return written;
        stored_position_ = std::move(position);
    }
    co_return Result<void>();
}

}  // namespace confab::matrix
