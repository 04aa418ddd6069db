#pragma once
/// The durable key-value store of the core and the plugins, on one SQLite file.

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::core {

namespace sqlite {
class Connection;
}

/// One of several changes that become durable together.
class Change {
public:
    Change(std::string key_in, std::optional<std::string> value_in)
        : key(std::move(key_in)), value(std::move(value_in)) {}
    std::string key;
    std::optional<std::string> value;  ///< Nothing: the key is erased.
};

/// Blocking; one connection, guarded: SQLite before 3.51.3 can corrupt a WAL that two connections reset at
/// once. Thread-safe. WAL with synchronous=FULL: what `put` returned from survives power loss.
class Database {
public:
    using WallNow = std::function<WallTime()>;
    using Pairs = std::vector<std::pair<std::string, std::string>>;

    /// Opens or creates; a file of an older version is brought up to date in place. ":memory:" keeps nothing.
    /// `now` decides what has expired; it is called on any thread. The error names the file and the cure.
    static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file,
                                                  WallNow now = std::chrono::system_clock::now);
    ~Database();

    Result<std::optional<std::string>> get(const std::string& space, const std::string& key);
    /// With a `time_to_live` the key is gone after it; zero keeps it for ever. Errors: invalid_argument for a
    /// negative one.
    Result<void> put(const std::string& space, const std::string& key, const std::string& value,
                     Duration time_to_live = Duration(0));
    Result<void> erase(const std::string& space, const std::string& key);
    /// All or nothing.
    Result<void> write(const std::string& space, const std::vector<Change>& changes);
    /// At most `limit` keys that start with `prefix`, in order; expired ones are not counted.
    Result<Pairs> scan(const std::string& space, const std::string& prefix, std::size_t limit);

    const std::filesystem::path& file() const noexcept;
    /// For the other tables of this folder: `work` has the connection to itself.
    Result<void> with(const std::function<Result<void>(sqlite::Connection&)>& work);

    static constexpr Duration kPurgePeriod{600'000};  ///< Expired keys leave the file when opened and then.

private:
    struct State;
    explicit Database(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace confab::core
