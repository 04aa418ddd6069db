#pragma once
/// Keeps what a session must remember between runs in the Storage service.

#include <string>

#include "confab/service/storage.hpp"
#include "session.hpp"

namespace confab::matrix {

/// Two keys an account: the login, which changes seldom, and the sync position, which changes with every
/// batch.
class SavedStore {
public:
    SavedStore(Storage& storage, const AccountId& account)
        : storage_(storage),
          login_key_(account.str() + "/login"),
          position_key_(account.str() + "/position") {}

    /// Nothing stored, or something unreadable, gives an empty value.
    Task<Result<Saved>> load();
    /// Writes what differs from the last load or store.
    Task<Result<void>> store(Saved saved);

private:
    Storage& storage_;
    std::string login_key_;
    std::string position_key_;
    std::string stored_login_;  // as written
    std::string stored_position_;
};

}  // namespace confab::matrix
