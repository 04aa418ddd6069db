#pragma once
/// The durable key-value store, on one SQLite file.

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "confab/result.hpp"

namespace confab::core {

/// Blocking; one connection, guarded: SQLite before 3.51.3 can corrupt a WAL that two connections reset at
/// once. Thread-safe. WAL with synchronous=FULL: what `put` returned from survives power loss.
class Database {
public:
    /// Opens or creates. ":memory:" keeps nothing. The error names the file and the cure.
    static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file);
    ~Database();

    Result<std::optional<std::string>> get(const std::string& space, const std::string& key);
    Result<void> put(const std::string& space, const std::string& key, const std::string& value);
    Result<void> erase(const std::string& space, const std::string& key);
    Result<std::vector<std::pair<std::string, std::string>>> scan(const std::string& space,
                                                                  const std::string& prefix,
                                                                  std::size_t limit);

private:
    struct State;
    explicit Database(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace confab::core
