#include "core/storage/schema.hpp"

namespace confab::core {
namespace {

// The first was made by builds that stamped the version after creating the table: it may be there already.
constexpr const char* kSteps[] = {
    "CREATE TABLE IF NOT EXISTS kv(space BLOB, key BLOB, value BLOB, PRIMARY KEY(space, key)) WITHOUT ROWID",
    // `expires`: milliseconds since 1970, 0 for never. AUTOINCREMENT: the id of a job is never used again.
    "ALTER TABLE kv ADD COLUMN expires INTEGER NOT NULL DEFAULT 0;"
    "CREATE INDEX kv_expires ON kv(expires) WHERE expires > 0;"
    "CREATE TABLE jobs(id INTEGER PRIMARY KEY AUTOINCREMENT, plugin TEXT NOT NULL, name TEXT NOT NULL,"
    " payload BLOB NOT NULL, due INTEGER NOT NULL);"
    "CREATE INDEX jobs_plugin ON jobs(plugin, name, due)",
};
constexpr std::int64_t kVersion = std::size(kSteps);

}  // namespace

Result<void> update_schema(sqlite::Connection& connection) {
    const Result<std::int64_t> found = connection.version();
    if (!found) return found.error();
    if (*found > kVersion)
        return Error(Errc::unsupported, "it is of a newer Confab (schema " + std::to_string(*found) +
                                            "); use that version or another storage.path");
    for (std::int64_t version = *found; version < kVersion; ++version) {
        const Result<void> done = connection.transaction([&]() -> Result<void> {
            Result<void> step = connection.run_all(kSteps[version]);
            if (step) step = connection.set_version(version + 1);
            return step;
        });
        if (!done) return done;
    }
    return {};
}

}  // namespace confab::core
