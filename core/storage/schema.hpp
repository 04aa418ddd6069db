#pragma once
/// The tables of the bot's own database.

#include "core/storage/sqlite.hpp"

namespace confab::core {

/// Brings an empty or older file to this build's schema, each step in one transaction. Errors: unsupported
/// for a file of a newer build.
Result<void> update_schema(sqlite::Connection& connection);

}  // namespace confab::core
