#pragma once
/// The Storage service: one view a plugin on the shared database, off the I/O thread.

#include <string>

#include "confab/service/storage.hpp"
#include "core/runtime/runtime.hpp"
#include "core/storage/database.hpp"

namespace confab::core {

class SpaceStorage final : public Storage {
public:
    /// `space` keeps the keys of different plugins apart.
    SpaceStorage(Runtime& runtime, Database& database, std::string space)
        : runtime_(runtime), database_(database), space_(std::move(space)) {}

    Task<Result<std::optional<std::string>>> get(std::string key) override;
    Task<Result<void>> put(std::string key, std::string value, Duration time_to_live) override;
    Task<Result<void>> erase(std::string key) override;
    Task<Result<std::vector<std::pair<std::string, std::string>>>> scan(std::string prefix,
                                                                        std::size_t limit) override;

private:
    template <class T, class F>
    Task<Result<T>> on_worker(F work);
    Runtime& runtime_;
    Database& database_;
    std::string space_;
};

}  // namespace confab::core
