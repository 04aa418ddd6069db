#pragma once
/// The scheduled jobs of all plugins, in the bot's database.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/storage/database.hpp"

namespace confab::core {

class StoredJob {
public:
    std::int64_t id = 0;
    std::string name;
    std::string payload;
    WallTime due{};  ///< To the millisecond, rounded up.
};

/// Blocking, thread-safe, durable as the database. Each plugin sees its own.
class JobTable {
public:
    JobTable(Database& database, std::string plugin) : database_(database), plugin_(std::move(plugin)) {}

    /// Returns the id, which is never used again.
    Result<std::int64_t> add(const std::string& name, const std::string& payload, WallTime due);
    Result<bool> remove(std::int64_t id);
    Result<std::optional<std::string>> payload(std::int64_t id);
    /// All, without their payloads.
    Result<std::vector<StoredJob>> all();
    /// The earliest first, whole.
    Result<std::vector<StoredJob>> named(const std::string& name);

private:
    Database& database_;
    std::string plugin_;
};

}  // namespace confab::core
